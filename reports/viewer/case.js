// One case: what the program did, where, what differs, what may help, how to see it again.

function differing([same, own, rest]) {
  return [same, own ? h('mark', {}, own) : null, rest];
}

// Around what is printed anything may stand, and a text in words has no bytes to compare.
function comparable(test) {
  return test.expected !== null && test.received !== null && isQuoted(test.expected) && isQuoted(test.received)
    && (verdictOf(test).came !== 'Printed' || units(test.expected)[1] === units(test.received)[1]);
}

function contrast(test) {
  if (test.expected === null && test.received === null) return null;
  const came = verdictOf(test).came || (test.program ? `Your ${test.program} sent` : 'You sent');
  const [wanted, got] = comparable(test) ? difference(test.expected, test.received).map(differing)
    : [test.expected, test.received];
  const value = (words, quoted) => h('dd', {}, quoted ? h('code', {}, words) : words);
  return h('dl', { class: 'contrast' },
    test.expected === null ? null : [h('dt', {}, 'Expected'), value(wanted, isQuoted(test.expected))],
    h('dt', {}, came), test.received === null ? h('dd', { class: 'nothing' }, 'nothing') : value(got, isQuoted(test.received)));
}

function hint(test) {
  return test.hint && h('p', { class: 'hint' }, h('strong', {}, 'Hint'), ' ', test.hint);
}

function notes(test) {
  return test.notes.map((note) => h('p', { class: 'note' }, h('strong', {}, 'Note'), ' ', note));
}

// A word as a POSIX shell reads it back.
function shellWord(word) {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word.startsWith('-') ? './' + word : word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function again(report, exercise, test) {
  const programs = exercise.programs
    ? exercise.programs.map((program) => `--${program.part} ${shellWord(program.path)}`).join(' ')
    : shellWord(exercise.path);
  const seed = exercise.seed === undefined ? report.seed : exercise.seed;
  return h('div', { class: 'again' }, h('h4', {}, 'See it again'),
    command(`sockgrade check ${exercise.id} ${programs} --case ${test.id} --seed ${seed}${report.limits || ''}`),
    command(`sockgrade explain ${test.code}`));
}

function printed(name, words) {
  return words ? [h('dt', {}, name), h('dd', {}, h('pre', { tabindex: 0 }, words))] : null;
}

function listed(name, lines) {
  return lines.length ? [h('dt', {}, name), h('dd', {}, lines.map((line) => h('div', {}, h('code', {}, line))))] : null;
}

function rest(test) {
  const values = Object.entries(test.values).map(([name, value]) => `${name} = ${value}`);
  const plays = { bare: 'messages as they are', newline: 'each text with a newline behind it' };
  const build = () => h('dl', { class: 'rest' },
    printed('Standard output', test.stdout), printed('Standard error', test.stderr),
    listed('Sockets', test.sockets), listed('Values of this run', values),
    test.newline ? [h('dt', {}, 'Played with'), h('dd', {}, plays[test.newline])] : null,
    test.process ? [h('dt', {}, 'Took'), h('dd', {}, test.process)] : null);
  return test.newline || test.stderr || test.stdout ? later('Output, sockets, values', build) : null;
}

function tags(test) {
  return [
    test.result === 'fail' ? h('code', { class: 'tag code' }, test.code) : null,
    test.advice && test.id !== STAND_IN ? h('span', { class: 'tag' }, 'advice, costs nothing') : null,
    test.program ? h('span', { class: 'tag' }, `your ${test.program}`) : null,
    test.visibility === 'visible' ? null : h('span', { class: 'tag' }, test.visibility.replaceAll('_', ' ')),
  ];
}

function caseBody(report, exercise, test) {
  const failed = test.result === 'fail';
  return h('div', { class: 'body' },
    h('p', { class: 'message' }, test.message), hint(test), notes(test),
    failed ? [contrast(test), source(exercise, test)] : null,
    conversation(test, exercise), rest(test), failed ? again(report, exercise, test) : null);
}

// open: unfolded from the beginning. What is inside is made when it is unfolded.
function caseView(report, exercise, test, open) {
  const head = h('summary', {}, mark(kindOf(test)),
    h('span', { class: 'title' }, h('span', { class: 'id' }, test.id), ' ', test.title), tags(test),
    test.max_points && test.result !== 'error' ? h('span', { class: 'points' }, `${number(test.points)} of ${number(test.max_points)}`) : null);
  const view = h('details', { class: `case ${kindOf(test)}`, id: `at-${exercise.id}-${test.id}`, open }, head);
  view.fill = () => {
    if (view.children.length === 1) view.append(caseBody(report, exercise, test));
  };
  view.addEventListener('toggle', () => view.open && view.fill());
  if (open) view.fill();
  return view;
}
