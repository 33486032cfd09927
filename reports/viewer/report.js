// What the page holds: blocks of JSON. A row of a submission is read at once; its detail, which
// is long, only when it is looked at. Letters and positions are told in grader/report/html.h.

const OUTCOMES = ['pass', 'fail', 'skipped', 'error'];
const SEVERITY = [0, 2, 1, 3];
const FAIL = 1, SKIPPED = 2, ERROR = 3;

// What came out of one exercise. Made of its array as it is asked for: there are many.
class Cell {
  constructor(parts) {
    this.parts = parts;
  }

  get exercise() { return this.parts[0]; }
  // Of an exercise, none that counts is shown to who reads this.
  get result() { return this.parts[1] === SKIPPED ? 'unshown' : OUTCOMES[this.parts[1]]; }
  get score() { return this.parts[2]; }
  get max() { return this.parts[3]; }
  get ms() { return this.parts[4]; }
  get cpu() { return this.parts[5]; }

  // What it came to when it was graded before, if that was something else.
  get flaky() { return this.parts[7]; }

  get faults() {
    return this.parts[6].map(([id, code, result, advice, line, message]) =>
      ({ id, code, result: OUTCOMES[result], advice: advice === 1, line, message }));
  }

  // Whether any of its cases came to this verdict.
  has(code) {
    return this.parts[6].some((fault) => fault[1] === code);
  }

  get unjudged() { return isOpen(this.parts); }
}

// Whether some of it could not be judged.
function isOpen(parts) {
  return parts[1] === ERROR || parts[6].some((fault) => fault[2] === ERROR);
}

// The fault that is told of an exercise: the first that counts.
function firstFault(cell) {
  return cell.faults.find((fault) => !fault.advice && fault.result !== 'skipped') || null;
}

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// What came out of one submission. Its cells are made when they are first asked for.
class Row {
  constructor(parts, index, count) {
    Object.assign(this, parts, { index, count, title: parts.name || parts.id });
    this.result = worst(this.exercises);
    this.open = this.exercises.some(isOpen);
  }

  get cells() {
    this.made = this.made || this.exercises.map((parts) => new Cell(parts));
    return this.made;
  }

  // By the exercise's place; null: nothing was handed in.
  get at() {
    if (!this.placed) {
      this.placed = new Array(this.count).fill(null);
      for (const cell of this.cells) this.placed[cell.exercise] = cell;
    }
    return this.placed;
  }
}

// Why there is no program of an exercise, where that is known.
function reasonOf(row, id) {
  const text = row.missing.find((missing) => missing.startsWith(`${id}: `));
  return text ? text.slice(id.length + 2) : '';
}

// What a submission is, all in all.
function worst(exercises) {
  let found = exercises.length ? 0 : -1;
  for (const parts of exercises)
    if (SEVERITY[parts[1]] > SEVERITY[found] || found < 0) found = parts[1];
  return found < 0 ? 'missing' : found === SKIPPED ? 'unshown' : OUTCOMES[found];
}

function readReport() {
  const rows = Array.from(document.querySelectorAll('script.rows'), (element) => JSON.parse(element.textContent)).flat();
  const report = block('report');
  report.exercises = block('exercises').map(([id, title]) => ({ id, title }));
  report.all = rows.map((row, index) => new Row(row, index, report.exercises.length));
  report.details = document.querySelectorAll('script.detail');
  report.students = new Set(report.all.map((row) => row.id));
  report.several = report.students.size > 1;
  // Of several attempts, the one whose points are the student's stands for all.
  report.rows = report.all.filter((row) => row.attempt === 0 || row.counts);
  if (!report.rows.length) report.rows = report.all;
  return report;
}

function attemptsOf(report, id) {
  return report.all.filter((row) => row.id === id);
}

// The submission as in report.json; null where the page leaves it out.
function detailOf(report, row) {
  const element = report.details[row.index];
  return element ? JSON.parse(element.textContent) : null;
}

// Where the submission is shown: on a page of its own, or in this one.
function placeOfRow(report, row, at) {
  if (report.pages === null)
    return fragment({ student: row.id, attempt: row.attempt || null, at: at || null });
  return `${report.pages}${encodeURIComponent(row.id)}.html${at ? `#at=${encodeURIComponent(at)}` : ''}`;
}
