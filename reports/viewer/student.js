// The page of one submission: what came out, exercise by exercise, case by case.

// open: some of it could not be judged, and so there are no points yet.
function seal(score, max, open) {
  if (open)
    return h('div', { class: 'seal' }, h('span', { class: 'of' }, 'no points yet: not all is judged'));
  const share = max ? score / max : 0;
  return h('div', { class: 'seal' },
    h('span', { class: 'score' }, number(score)), h('span', { class: 'of' }, `of ${number(max)} points`),
    svg('svg', { class: 'bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { width: 100, height: 6, class: 'all' }), svg('rect', { width: share * 100, height: 6, class: 'got' })));
}

function counted(exercises) {
  const counts = new Map();
  for (const exercise of exercises)
    for (const test of exercise.cases.filter((t) => !t.advice))
      counts.set(test.result, (counts.get(test.result) || 0) + 1);
  return Object.keys(RESULTS).filter((result) => counts.has(result)).map((result) =>
    h('span', { class: 'count' }, mark(result), `${counts.get(result)} ${RESULTS[result].plural}`));
}

// What there is to say of the whole run.
function facts(report, row) {
  return h('p', { class: 'facts' }, [
    row.path && row.path !== row.title ? h('span', { class: 'file' }, row.path) : null,
    row.language ? h('span', {}, row.language) : null,
    row.attempt > 1 ? h('span', {}, `attempt ${row.attempt}`) : null,
    row.ms > 0 ? h('span', {}, duration(row.ms)) : null,
    row.late ? h('span', { class: 'late' }, row.late) : null,
    report.isolation ? h('span', { title: report.isolation_reason }, report.isolation === 'none' ? 'not isolated' : 'isolated') : null,
  ]);
}

function pointsOf(cell, between) {
  if (cell.unjudged) return h('span', { class: 'points' }, 'not judged');
  return cell.max ? h('span', { class: 'points' }, `${number(cell.score)}${between}${number(cell.max)}`) : null;
}

function contents(row, exercises) {
  if (exercises.length < 2) return null;
  return h('nav', { class: 'contents', 'aria-label': 'Exercises' }, h('ol', {}, exercises.map((exercise, i) => {
    const cell = row.cells[i];
    return h('li', {}, h('a', { href: fragment({ at: exercise.id }) }, mark(cell.result),
      h('span', { class: 'title' }, exercise.title), pointsOf(cell, '/')));
  })));
}

// The first failure that counts is what a student is to read first; else the first advice.
function firstToRead(exercise) {
  return exercise.cases.find((t) => t.result === 'fail' && !t.advice) || exercise.cases.find((t) => t.result === 'error')
    || exercise.cases.find((t) => t.result === 'fail') || (exercise.cases.length === 1 ? exercise.cases[0] : undefined);
}

function programsOf(exercise) {
  const cell = exercise.cell ? `, cell ${exercise.cell}` : '';
  const list = exercise.programs || [{ part: '', path: exercise.path + cell, language: exercise.language }];
  return h('p', { class: 'facts' }, list.map((program) => h('span', {},
    program.part ? `${program.part}: ` : '', h('span', { class: 'file' }, program.path), program.language ? ` (${program.language})` : '')));
}

// alone: the page's head has told its program already.
function exerciseView(report, exercise, cell, alone) {
  const first = firstToRead(exercise);
  return h('section', { class: 'exercise', id: `at-${exercise.id}` },
    h('header', {}, mark(cell.result), h('h2', {}, exercise.title, ' ', h('span', { class: 'id' }, exercise.id)),
      pointsOf(cell, ' of ')),
    alone && !exercise.programs ? null : programsOf(exercise),
    exercise.cases.length ? exercise.cases.map((test) => caseView(report, exercise, test, test === first))
      : h('p', { class: 'aside' }, 'No result yet: the batch has not come to this one.'));
}

function remains(title, lines) {
  return lines.length ? h('section', { class: 'remains' }, h('h2', {}, title), h('ul', {}, lines.map((line) => h('li', {}, line)))) : null;
}

function attempts(report, row) {
  const all = attemptsOf(report, row.id);
  if (all.length < 2) return null;
  return h('nav', { class: 'attempts', 'aria-label': 'Attempts' }, all.map((other) =>
    h('a', { href: fragment({ attempt: other.attempt, at: null }), 'aria-current': other === row ? 'page' : null },
      `Attempt ${other.attempt}`, other.counts ? ' (counts)' : '', other.open ? '' : `: ${number(other.score)}`)));
}

function studentView(report, row) {
  const detail = detailOf(report, row);
  const exercises = detail ? detail.exercises : [];
  return h('main', { class: 'student' },
    h('header', { class: 'top' },
      h('div', {}, report.title ? h('p', { class: 'aside' }, report.title) : null, h('h1', { tabindex: -1 }, row.title), facts(report, row),
        h('p', { class: 'counts' }, counted(exercises))), seal(row.score, row.max, row.open)),
    attempts(report, row),
    detail ? null : h('p', { class: 'aside' }, 'Its details are not in this page, which would be too large with them.'),
    contents(row, exercises),
    exercises.map((exercise, i) => exerciseView(report, exercise, row.cells[i], exercises.length === 1)),
    remains('Not handed in', row.missing), remains('Belongs to no exercise', detail ? detail.unknown : []));
}

// Unfolds what the address names, and goes there.
function showPlace(at) {
  if (!at) return;
  const place = document.getElementById(`at-${at.replace('/', '-')}`);
  if (!place) return;
  if (place.tagName === 'DETAILS') place.open = true;
  place.scrollIntoView({ block: 'start' });
  (place.querySelector('summary') || place).focus({ preventScroll: true });
}
