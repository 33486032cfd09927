// The conversation of a case: the diagram, drawn again as wide as there is room, and the same
// as a table, where long texts are whole.

const USUAL_WIDTH = 640; // until it is known, and on paper

function whoOf(event, exercise) {
  if (event.from === 'grader') return 'grader';
  return exercise.programs && event.connection ? `your ${event.connection}` : 'your program';
}

function asTable(test, exercise) {
  const wrong = wrongEvent(test);
  const several = connectionsOf(test).length > 1 && !exercise.programs;
  const rows = test.transcript.map((event, index) => {
    const [words, bytes] = eventText(event);
    return h('tr', { class: index === wrong ? 'wrong' : '' },
      h('td', { class: 'number' }, event.time_ms.toFixed(1)),
      h('td', {}, whoOf(event, exercise)),
      several ? h('td', {}, event.connection || '') : null,
      h('td', {}, index === wrong ? h('strong', {}, 'wrong: ') : null, words, words && bytes ? ' ' : '', bytes ? h('code', {}, bytes) : null));
  });
  const names = ['ms', 'who', ...(several ? ['connection'] : []), 'what'];
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Conversation as a table' },
    h('table', { class: 'events' }, h('thead', {}, h('tr', {}, names.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, rows)));
}

// What is long is made when it is asked for.
function later(summary, build, kind) {
  const details = h('details', { class: kind || 'more' }, h('summary', {}, summary));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(build());
  });
  return details;
}

function conversation(test, exercise) {
  if (!test.transcript.length && !ghostOf(test)) return null;
  let all = false, drawn = USUAL_WIDTH;
  const place = h('div', { class: 'drawing' }, diagram(test, exercise, drawn, all));
  const draw = () => place.replaceChildren(diagram(test, exercise, drawn, all));
  new ResizeObserver(([entry]) => {
    const width = Math.min(880, Math.floor(entry.contentRect.width));
    if (width > 0 && width !== drawn) {
      drawn = width;
      draw();
    }
  }).observe(place);
  const whole = test.transcript.length > EVENTS_MOST && h('button', {
    type: 'button',
    on: { click: (event) => { all = true; event.target.remove(); draw(); } },
  }, `Draw all ${test.transcript.length} events`);
  return h('figure', { class: 'conversation' }, h('h4', {}, 'The conversation'), place, whole,
    test.transcript.length ? later('As text', () => asTable(test, exercise)) : null);
}
