// What a whole course came to: numbers, the distribution of points, the most common mistakes
// and who made them, what was slow or could not be judged.

const BINS = 11; // tenths, and all points
const MISTAKES_SHOWN = 8;
const NAMES_MOST = 300; // in one list
const SLOW_SHOWN = 10;

function binOf(row) {
  return row.max ? Math.max(0, Math.min(BINS - 1, Math.floor((row.score / row.max) * (BINS - 1) + 1e-9))) : 0;
}

function binWords(bin) {
  return bin === BINS - 1 ? '100%' : `${bin * 10} to ${bin * 10 + 9}%`;
}

function median(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function figure(value, words, kind) {
  return h('div', { class: `figure ${kind || ''}` }, h('strong', {}, value), ' ', h('span', {}, words));
}

// all: those, too, who can't be judged yet, and so have no share.
function numbers(rows, all) {
  const shares = rows.map((row) => (row.max ? row.score / row.max : 0)).sort((a, b) => a - b);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const whole = rows.filter((row) => row.max && row.score >= row.max).length;
  const none = rows.filter((row) => row.attempt === 0 && !row.exercises.length).length, open = all.length - rows.length;
  return h('div', { class: 'figures' },
    figure(number(all.length), all.length === 1 ? 'student' : 'students'),
    rows.length ? [figure(`${Math.round(median(shares) * 100)}%`, 'median'), figure(`${Math.round(mean * 100)}%`, 'mean')] : null,
    figure(number(whole), 'with all points'), none ? figure(number(none), 'handed in nothing') : null,
    open ? figure(number(open), 'not judged', 'error') : null);
}

function histogram(rows) {
  const counts = new Array(BINS).fill(0);
  for (const row of rows) counts[binOf(row)] += 1;
  const most = Math.max(1, ...counts), width = 44, height = 120;
  const bars = counts.map((count, bin) => {
    const tall = Math.max(count ? 2 : 0, Math.round((count / most) * (height - 18))), x = bin * width;
    const words = `${binWords(bin)} of the points: ${plural(count, 'student')}`;
    return [svg('a', { href: fragment({ score: bin }), class: 'bin', 'aria-label': words }, svg('title', {}, words),
      svg('rect', { x, y: 0, width, height: height + 18, class: 'hit' }),
      svg('rect', { x: x + 3, y: height - tall, width: width - 6, height: tall, rx: 2, class: 'got' })),
    svg('g', { 'aria-hidden': 'true' }, count ? svg('text', { x: x + width / 2, y: height - tall - 4, 'text-anchor': 'middle' }, count) : null,
      svg('text', { x: x + width / 2, y: height + 14, 'text-anchor': 'middle', class: 'axis' }, `${bin * 10}${bin === BINS - 1 ? '%' : ''}`))];
  });
  return svg('svg', { viewBox: `0 0 ${BINS * width} ${height + 20}`, class: 'histogram', role: 'group', 'aria-label': 'How many students have what share of the points' },
    svg('line', { x1: 0, y1: height, x2: BINS * width, y2: height, class: 'ground' }), bars);
}

// One an exercise and code, the most common first.
function mistakesOf(report, rows) {
  const found = new Map();
  for (const row of rows)
    for (const [place, , , , , , faults] of row.exercises)
      faults.forEach(([, code, result, advice], i) => {
        if (result === FAIL && !advice && faults.findIndex((fault) => fault[1] === code && !fault[3]) === i)
          addMistake(report, found, place, code, row);
      });
  return [...found.values()].sort((a, b) => b.rows.length - a.rows.length);
}

function addMistake(report, found, place, code, row) {
  const key = `${place} ${code}`, mistake = found.get(key);
  if (mistake) mistake.rows.push(row);
  else found.set(key, { exercise: report.exercises[place], place, code, rows: [row] });
}

function names(report, rows, at) {
  return h('p', { class: 'names' }, rows.slice(0, NAMES_MOST).map((row, i) =>
    [i ? ', ' : '', h('a', { href: placeOfRow(report, row, at) }, row.title)]),
  rows.length > NAMES_MOST ? ` and ${number(rows.length - NAMES_MOST)} more` : '');
}

function example(mistake) {
  const faults = mistake.rows[0].at[mistake.place].faults;
  return faults.find((fault) => fault.code === mistake.code).message;
}

function mistakeView(report, mistake, most) {
  const { exercise, code, rows } = mistake;
  const bar = svg('svg', { class: 'bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { width: (rows.length / most) * 100, height: 6, class: 'lost' }));
  const view = later([h('span', { class: 'how-many' }, number(rows.length)), h('span', { class: 'title' }, h('code', {}, code), ' in ', exercise.id), bar],
    () => h('div', { class: 'body' }, h('p', { class: 'message' }, `${exercise.title}. For example: ${example(mistake)}`),
      h('p', {}, h('a', { href: fragment({ exercise: exercise.id, code, result: null }) }, 'Show only these')), names(report, rows, exercise.id)), 'mistake');
  return h('li', {}, view);
}

function mistakes(report, rows) {
  const all = mistakesOf(report, rows);
  if (!all.length) return h('p', { class: 'aside' }, 'None.');
  const build = (some) => some.map((mistake) => mistakeView(report, mistake, all[0].rows.length));
  const list = h('ol', { class: 'mistakes' }, build(all.slice(0, MISTAKES_SHOWN)));
  const more = all.length > MISTAKES_SHOWN && h('button', { type: 'button', on: { click: (event) => {
    list.append(...build(all.slice(MISTAKES_SHOWN)));
    event.target.remove();
  } } }, `All ${all.length}`);
  return [list, more];
}

function cellsWhere(rows, filter) {
  return rows.flatMap((row) => row.cells.filter(filter).map((cell) => ({ row, cell })));
}

function cellList(report, found, words) {
  return h('ul', { class: 'cells' }, found.map(({ row, cell }) => h('li', {},
    h('a', { href: placeOfRow(report, row, report.exercises[cell.exercise].id) }, row.title), ' ',
    h('span', { class: 'id' }, report.exercises[cell.exercise].id), ' ', words(cell))));
}

function unjudged(report, rows) {
  const found = cellsWhere(rows.filter((row) => row.open), (cell) => cell.unjudged);
  if (!found.length) return null;
  const why = (cell) => (cell.faults.find((f) => f.result === 'error') || { message: 'no result yet' }).message;
  return h('section', { class: 'panel unjudged' }, h('h2', {}, mark('error'), ` Not judged (${number(found.length)})`),
    h('p', { class: 'aside' }, 'The grader or its computer could not: this is no failure of theirs. The same batch command tries them again.'),
    cellList(report, found.slice(0, NAMES_MOST), why));
}

function slow(report, rows) {
  const found = () => cellsWhere(rows, (cell) => cell.ms > 0).sort((a, b) => b.cell.ms - a.cell.ms).slice(0, SLOW_SHOWN);
  const words = (cell) => `${duration(cell.ms)}${cell.cpu ? `, ${duration(cell.cpu)} of processor time` : ''}`;
  return later('What took longest', () => cellList(report, found(), words), 'more');
}

// The same program, graded again, came to something else: no verdict on it is to be trusted.
function flaky(report, rows) {
  const found = cellsWhere(rows, (cell) => cell.flaky);
  if (!found.length) return null;
  return h('section', { class: 'panel unjudged' }, h('h2', {}, `Not always the same (${number(found.length)})`),
    h('p', { class: 'aside' }, 'Graded again, these programs came to something else: they depend on luck.'),
    cellList(report, found.slice(0, NAMES_MOST), (cell) => `before: ${cell.flaky}`));
}

function overview(report) {
  const { rows } = report, judged = rows.filter((row) => !row.open);
  return h('div', { class: 'overview' },
    h('section', { class: 'panel' }, h('h2', {}, 'Points'), numbers(judged, rows), histogram(judged), slow(report, rows)),
    h('section', { class: 'panel' }, h('h2', {}, 'Most common mistakes'), mistakes(report, rows)),
    unjudged(report, rows), flaky(report, rows));
}
