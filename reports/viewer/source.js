// The student's source, numbered, with the line marked that the verdict speaks of.

const AROUND = 6; // lines above and below, before all is unfolded
const SHORT = 24; // lines that are shown at once

function sourceLine(line, index, marked) {
  return h('li', { class: index + 1 === marked ? 'here' : '', value: index + 1 },
    h('span', { class: 'line' }, line === '' ? '\n' : line),
    index + 1 === marked ? h('span', { class: 'hidden' }, ' (this line)') : null);
}

function sourceLines(lines, from, to, marked) {
  const items = lines.slice(from, to).map((line, i) => sourceLine(line, from + i, marked));
  return h('ol', { class: 'source', start: from + 1, tabindex: 0, 'aria-label': 'Source' }, items);
}

function placeName(exercise, test) {
  const file = (test.source ? test.source.file : exercise.path).split('/').pop();
  const cell = exercise.cell ? `, cell ${exercise.cell}` : '';
  return test.source ? `${file}${cell}, line ${test.source.line}` : file + cell;
}

// Of two programs, the one that the case speaks of.
function sourceText(exercise, test) {
  const program = (exercise.programs || []).find(({ part }) => part === test.program);
  return program ? program.text : exercise.text;
}

// Where the report has no text, only the place is known.
function source(exercise, test) {
  if (!test.source) return null;
  const heading = h('h4', {}, 'Where: ', h('span', { class: 'file' }, placeName(exercise, test)));
  const text = sourceText(exercise, test);
  if (typeof text !== 'string') return h('div', { class: 'where' }, heading);
  const lines = text.replace(/\n$/, '').split('\n'), marked = test.source.line;
  if (marked > lines.length) return h('div', { class: 'where' }, heading);
  const short = lines.length <= SHORT;
  const from = short ? 0 : Math.max(0, marked - 1 - AROUND), to = short ? lines.length : Math.min(lines.length, marked + AROUND);
  const place = h('div', { class: 'where' }, heading, sourceLines(lines, from, to, marked));
  if (to - from < lines.length)
    place.append(h('button', {
      type: 'button',
      on: {
        click: (event) => {
          place.querySelector('ol').replaceWith(sourceLines(lines, 0, lines.length, marked));
          event.target.remove();
        },
      },
    }, `Show all ${lines.length} lines`));
  return place;
}
