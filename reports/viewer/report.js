// What the page holds: blocks of JSON. A row of a submission is read at once; its detail, which
// is long, only when it is looked at. Letters and positions are told in grader/report/html.h.

const OUTCOMES = ['pass', 'fail', 'skipped', 'error'];

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function readCell(cell) {
  const [exercise, outcome, score, max, ms, cpu, faults] = cell;
  return {
    exercise,
    result: OUTCOMES[outcome],
    score,
    max,
    ms,
    cpu,
    faults: faults.map(([id, code, result, advice, line, message]) => ({
      id, code, result: OUTCOMES[result], advice: advice === 1, line, message,
    })),
  };
}

// The fault that is told of an exercise: the first that counts.
function firstFault(cell) {
  return cell.faults.find((f) => !f.advice && f.result !== 'skipped') || null;
}

function readRow(element, index) {
  const row = JSON.parse(element.textContent);
  row.index = index;
  row.cells = row.exercises.map(readCell);
  row.byExercise = new Map(row.cells.map((cell) => [cell.exercise, cell]));
  row.reasons = new Map(row.missing.map((text) => [text.split(': ')[0], text.split(': ').slice(1).join(': ')]));
  row.title = row.name || row.id;
  row.result = worst(row.cells);
  return row;
}

// What a submission is, all in all.
function worst(cells) {
  for (const result of ['error', 'fail', 'skipped'])
    if (cells.some((cell) => cell.result === result)) return result;
  return cells.length ? 'pass' : 'missing';
}

function readReport() {
  const elements = document.querySelectorAll('script.row');
  const report = block('report');
  report.exercises = block('exercises').map(([id, title]) => ({ id, title }));
  report.all = Array.from(elements, readRow);
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
