// The page of a whole course: the overview, and the matrix with its filters and order, all of
// which stand in the address.

const SORTS = {
  name: (row) => row.title.toLowerCase(),
  score: (row) => row.score,
  time: (row) => row.ms,
};

function sortKey(report, name) {
  if (SORTS[name]) return SORTS[name];
  const place = report.exercises.findIndex((exercise) => exercise.id === name);
  return (row) => (row.at[place] ? row.at[place].score : -1);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(report, rows, order) {
  const descending = order.startsWith('-'), key = sortKey(report, order.replace('-', ''));
  const keyed = rows.map((row) => [key(row), row]);
  keyed.sort((a, b) => (descending ? compare(b[0], a[0]) : compare(a[0], b[0])) || a[1].index - b[1].index);
  return keyed.map((pair) => pair[1]);
}

// All that a search looks at; made once, when the first search comes.
function searchText(report, row) {
  if (row.text === undefined)
    row.text = [row.id, row.name, row.path, row.late, ...row.exercises.flatMap(([place, , , , , , faults]) =>
      faults.map(([, code, , , , message]) => `${report.exercises[place].title}\n${code}\n${message}`))].join('\n').toLowerCase();
  return row.text;
}

// The cell that a filter asks about; of all of them where no exercise is chosen.
function cellMatches(cell, result, code) {
  if (!cell) return result === 'missing' && !code;
  return (!result || cell.result === result) && (!code || cell.has(code));
}

function filtered(report, words) {
  const text = (words.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean);
  const result = words.get('result'), code = words.get('code'), bin = words.get('score'), id = words.get('exercise');
  const places = id ? [report.exercises.findIndex((exercise) => exercise.id === id)] : [...report.exercises.keys()];
  return report.rows.filter((row) =>
    (bin === null || (!row.open && binOf(row) === Number(bin)))
    && ((!result && !code && !id) || places.some((place) => (result || code
      ? cellMatches(row.at[place], result, code) : row.at[place] !== null)))
    && text.every((part) => searchText(report, row).includes(part)));
}

function choice(name, label, options) {
  const select = h('select', { id: `filter-${name}`, on: { change: () => adjust({ [name]: select.value }) } },
    h('option', { value: '' }, 'any'), options.map(([value, words]) => h('option', { value }, words)));
  return h('div', { class: 'field' }, h('label', { for: `filter-${name}` }, label), select);
}

function codesOf(report) {
  const codes = new Set();
  for (const row of report.rows)
    for (const parts of row.exercises)
      for (const fault of parts[6]) codes.add(fault[1]);
  return [...codes].sort().map((code) => [code, code]);
}

function toolbar(report) {
  const search = h('input', { type: 'search', id: 'filter-q', placeholder: 'name, code, words of a message', 'aria-keyshortcuts': '/',
    on: { input: () => adjust({ q: search.value }), keydown: (event) => event.key === 'Escape' && leaveSearch(search) } });
  return h('div', { class: 'toolbar', role: 'search' },
    h('div', { class: 'field wide' }, h('label', { for: 'filter-q' }, 'Search'), search),
    choice('exercise', 'Exercise', report.exercises.map(({ id, title }) => [id, `${id}: ${title}`])),
    choice('result', 'Result', Object.entries(RESULTS).map(([name, row]) => [name, row.word.toLowerCase()])),
    choice('code', 'Verdict', codesOf(report)),
    choice('score', 'Points', [...Array(BINS).keys()].map((bin) => [bin, binWords(bin)])));
}

// What Escape does: what was typed is taken back, then the rows have the keyboard again.
function leaveSearch(search) {
  if (search.value) {
    search.value = '';
    adjust({ q: null });
  } else {
    document.querySelector('.matrix td[tabindex="0"]')?.focus();
  }
}

function legend() {
  const kinds = [['pass', 'all passed'], ['partly', 'some points'], ['fail', 'failed'], ['error', 'not judged'], ['missing', 'not handed in']];
  return h('p', { class: 'legend' }, kinds.map(([kind, words]) => h('span', {}, h('span', { class: `result ${kind}` }, kind === 'error' ? '!' : ' '), ` ${words}`)));
}

class Course {
  constructor(report) {
    this.report = report;
    this.matrix = new Matrix(report, (row, at) => placeOfRow(report, row, at), (key) => this.sort(key));
    this.tools = toolbar(report);
    this.said = h('p', { class: 'said', role: 'status' });
    this.clear = h('button', { type: 'button', on: { click: () => adjust({ q: null, result: null, code: null, exercise: null, score: null }) } }, 'Clear filters');
    this.element = h('main', { class: 'course' },
      h('header', { class: 'top' }, h('div', {}, h('h1', { tabindex: -1 }, report.title || 'Report'),
        h('p', { class: 'facts' }, h('span', {}, plural(report.rows.length, 'submission')), h('span', {}, plural(report.exercises.length, 'exercise')),
          report.isolation ? h('span', { title: report.isolation_reason }, report.isolation === 'none' ? 'not isolated' : 'isolated') : null))),
      overview(report),
      h('section', { class: 'results' }, h('h2', {}, 'Results'), this.tools,
        h('div', { class: 'beside' }, this.said, this.clear, legend()), this.matrix.element));
  }

  sort(key) {
    const now = address().get('sort') || 'name';
    const first = key === 'name' ? key : `-${key}`;
    adjust({ sort: now === first ? (first === key ? `-${key}` : key) : first });
  }

  // Shows what the address says.
  show() {
    const words = address(), order = words.get('sort') || 'name';
    const rows = sorted(this.report, filtered(this.report, words), order);
    for (const field of this.tools.querySelectorAll('input, select')) {
      const value = words.get(field.id.replace('filter-', '')) || '';
      if (field.value !== value) field.value = value;
    }
    this.matrix.show(rows, order.replace('-', ''), order.startsWith('-'));
    this.clear.hidden = rows.length === this.report.rows.length;
    this.said.textContent = rows.length === this.report.rows.length ? `All ${number(rows.length)}`
      : `${number(rows.length)} of ${number(this.report.rows.length)}`;
  }
}
