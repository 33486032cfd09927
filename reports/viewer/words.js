// How results and verdicts are named, marked and shown: one row each.

const RESULTS = {
  pass: { mark: '✓', word: 'Passed', plural: 'passed' },
  fail: { mark: '✗', word: 'Failed', plural: 'failed' },
  skipped: { mark: '–', word: 'Not played', plural: 'not played' },
  error: { mark: '!', word: 'Not judged', plural: 'not judged' },
  unshown: { mark: '–', word: 'Not shown', plural: 'not shown' },
  missing: { mark: '·', word: 'Not handed in', plural: 'not handed in' },
};

// The case in the place of those that are not shown.
const STAND_IN = 'not-shown';

// Advice that isn't taken is no failure.
const ADVICE = { mark: 'i', word: 'Advice', plural: 'advice' };

// What of a conversation a verdict speaks of. wrong: the last event of this kind is the wrong
// one. ghost: what never came, drawn where it should have been. came: the name of what came.
const VERDICTS = {
  'wrong-message': { wrong: 'data' },
  'incomplete-message': { wrong: 'data', ghost: 'the rest of it' },
  'extra-data': { wrong: 'data' },
  'out-of-turn': { wrong: 'data' },
  'wrong-output': { wrong: 'print', came: 'Printed' },
  'printed-early': { wrong: 'print', came: 'Printed' },
  'not-printed': { ghost: 'nothing printed', inside: true, came: 'Printed' },
  'closed-early': { wrong: 'close', ghost: 'what was still to come' },
  'kept-open': { ghost: 'the end of the connection' },
  reset: { wrong: 'reset' },
  crashed: { wrong: 'exit', ghost: 'what was still to come' },
  'exited-early': { wrong: 'exit', ghost: 'what was still to come' },
  forbidden: { wrong: 'exit' },
  'build-failed': { wrong: 'stderr' },
  'never-connected': { ghost: 'no connection' },
  'never-listened': { ghost: 'no connection', refused: true },
  'wrong-port': { ghost: 'no connection here' },
  'wrong-address': { ghost: 'no connection here' },
  'wrong-protocol': { ghost: 'no connection here' },
  'wrong-role': { ghost: 'no connection here' },
  'both-waiting': { ghost: 'what should come now' },
  'one-client': { ghost: 'no answer to this client' },
  'wants-input': { ghost: 'what should come now' },
  'too-slow': { ghost: 'what should come now' },
  spinning: { ghost: 'what should come now' },
  'too-much': { wrong: 'exit' },
};

// How an event is told. over: it goes to the other side. quoted: its text are bytes.
const EVENTS = {
  'program connect': { over: true, words: 'connects to', place: 'to' },
  'grader connect': { over: true, words: 'connects from', place: 'from' },
  'program data': { over: true, quoted: true },
  'grader data': { over: true, quoted: true },
  'program close': { over: true, words: 'closes' },
  'grader close': { over: true, words: 'closes its side' },
  'program reset': { over: true, words: 'resets the connection' },
  'grader reset': { over: true, words: 'resets the connection' },
  'grader type': { over: true, words: 'types', quoted: true },
  'grader type-end': { over: true, words: 'ends the keyboard input' },
  'grader signal': { over: true, words: 'sends' },
  'program print': { words: 'prints', quoted: true },
  'program stderr': { words: 'on stderr', quoted: true },
  'program exit': { words: '' },
  'grader note': { words: 'note:' },
};

// Who is late has less points, or might have; within the grace nobody is.
function isLate(row) {
  return Boolean(row.late) && !row.late.includes('within the grace');
}

function resultOf(test) {
  return test.advice && test.result === 'fail' ? ADVICE : RESULTS[test.result] || RESULTS.error;
}

function kindOf(test) {
  return test.advice && test.result === 'fail' ? 'advice' : test.result;
}

function verdictOf(test) {
  return test.result === 'fail' ? VERDICTS[test.code] || {} : {};
}

// A mark that is read out as a word.
function mark(kind) {
  const row = kind === 'advice' ? ADVICE : RESULTS[kind] || RESULTS.error;
  return h('span', { class: `mark ${kind}`, role: 'img', 'aria-label': row.word, title: row.word }, row.mark);
}

// "in recv()", "for the keyboard"
function waitWords(call) {
  return `waits ${call.includes('(') ? 'in' : 'for'} ${call}`;
}

// "from A port N to B port M": what of it a program's source has too.
function placeOf(text, side) {
  const parts = /^from (\S+) port (\d+) to (\S+) port (\d+)/.exec(text);
  if (!parts) return text;
  if (side === 'from') return parts[1];
  if (parts[3] === '127.0.0.1' || parts[3] === '::1') return `port ${parts[4]}`;
  return parts[3].includes(':') ? `[${parts[3]}]:${parts[4]}` : `${parts[3]}:${parts[4]}`;
}

// The words of an event, and its bytes.
function eventText(event) {
  const row = EVENTS[`${event.from} ${event.kind}`] || { words: event.kind };
  const text = row.place ? placeOf(event.text, row.place) : event.text;
  if (row.quoted) return [row.words || '', `"${text}"`];
  return [[row.words, event.kind === 'close' ? '' : text].filter(Boolean).join(' '), ''];
}
