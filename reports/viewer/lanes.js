// The life lines of a conversation: which there are, where they stand, who each event is of.
// Two programs have the grader between them; a program with two connections stands between
// both; else there are two lines, and several connections are named at their arrows.

const TIMES = 64; // columns in front, for the time
const EDGE = 20; // behind the last line
const NARROW = 460; // below, two connections share a line

function connectionsOf(test) {
  return [...new Set(test.transcript.map((event) => event.connection).filter((name) => name !== null))];
}

function lanesOf(test, exercise, width) {
  const names = connectionsOf(test);
  const middle = Math.round((TIMES + width - EDGE) / 2);
  const left = { x: TIMES, anchor: 'start' };
  const centre = { x: middle, anchor: 'middle' };
  const right = { x: width - EDGE, anchor: 'end' };
  const your = width < NARROW ? '' : 'your ';
  if (exercise.programs || test.program)
    return {
      lanes: [
        { ...left, name: `${your}client` },
        { ...centre, name: 'grader', grader: true },
        { ...right, name: `${your}server` },
      ],
      program: (event) => ((event.connection || test.program) === 'server' ? 2 : 0),
      grader: () => 1,
      named: false,
    };
  if (names.length === 2 && width >= NARROW)
    return {
      lanes: [
        { ...left, name: names[0], grader: true },
        { ...centre, name: 'your program' },
        { ...right, name: names[1], grader: true },
      ],
      program: () => 1,
      grader: (event) => (event.connection === names[1] ? 2 : 0),
      named: false,
    };
  return {
    lanes: [
      { ...left, name: 'your program' },
      { ...right, name: 'the grader', grader: true },
    ],
    program: () => 0,
    grader: () => 1,
    named: names.length > 1,
  };
}

// The last event of the kind that the verdict calls wrong; -1: none. What was received tells
// of several which one.
function wrongEvent(test) {
  const { wrong } = verdictOf(test);
  if (!wrong) return -1;
  let found = -1;
  test.transcript.forEach((event, index) => {
    if (event.kind === wrong && event.from === 'program' && (!test.program || event.connection === test.program))
      found = index;
  });
  return found;
}

// What never came, as it is drawn behind the last event; null: nothing lacks.
function ghostOf(test) {
  const verdict = verdictOf(test);
  if (!verdict.ghost) return null;
  const known = test.expected !== null && test.received === null && isQuoted(test.expected);
  return {
    words: known ? 'missing:' : verdict.ghost,
    bytes: known ? test.expected : '',
    inside: verdict.inside === true,
    refused: verdict.refused === true,
  };
}
