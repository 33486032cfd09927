// A conversation as a sequence diagram: time goes down, an arrow is what went over, a box what
// stayed inside. The wrong one is marked, what never came is dashed, and so is the waiting.

const LINE = 16; // from one line of text to the next
const LETTER = 7.3; // width of one
const LINES_MOST = 4; // of one event's text
const EVENTS_MOST = 60; // drawn at once
const EVENTS_HEAD = 12; // of them at the beginning
const PAUSE = 400; // milliseconds that are told as a pause

function drawing(test, exercise, width) {
  const layout = lanesOf(test, exercise, width);
  return { ...layout, test, width, y: 46, behind: [], front: [], time: null };
}

function put(d, ...elements) {
  d.front.push(...elements);
}

function text(x, y, anchor, kind, words) {
  return svg('text', { x, y, 'text-anchor': anchor, class: kind }, words);
}

function drawTime(d, ms) {
  const shown = ms < 10000 ? ms.toFixed(1) : Math.round(ms);
  if (shown !== d.time) put(d, text(TIMES - 14, d.y, 'end', 'time', shown));
  d.time = shown;
}

// Words, then bytes, as lines of so many letters; the first may hold both.
function labelLines(words, bytes, room) {
  const columns = Math.max(6, Math.floor(room / LETTER));
  const whole = [words, bytes].filter(Boolean).join(' ');
  return wrap(whole, columns, LINES_MOST);
}

// What a program says of its own end stands in the last lines.
function lastLines(words, bytes, room) {
  const columns = Math.max(6, Math.floor(room / LETTER));
  const lines = bytes.slice(1, -1).replace(/(\\n)+$/, '').split(/(?<!\\)\\n/).map((line) => line.replaceAll('\\"', '"'));
  const last = lines.slice(-LINES_MOST + 1).map((line) => wrap(line, columns, 1)[0]);
  return [words + (lines.length > last.length ? ' …' : ''), ...last];
}

function head(x, y, direction, kind) {
  return svg('path', { d: `M${x} ${y}l${-8 * direction} -4.5v9z`, class: `head ${kind}` });
}

function badge(x, y, letter) {
  return svg('g', { class: 'badge' }, svg('circle', { cx: x, cy: y, r: 8 }),
    text(x, y + 4, 'middle', '', letter));
}

// An arrow between two lines with its text above. kind: "", "wrong", "ghost".
function drawArrow(d, from, to, words, bytes, kind) {
  const a = d.lanes[from].x, b = d.lanes[to].x;
  const direction = b > a ? 1 : -1;
  const left = Math.min(a, b) + 14, room = Math.abs(b - a) - 28;
  const lines = labelLines(words, bytes, room);
  for (const line of lines) {
    put(d, direction > 0 ? text(left, d.y, 'start', `label ${kind}`, line)
      : text(left + room, d.y, 'end', `label ${kind}`, line));
    d.y += LINE;
  }
  const y = d.y - 8;
  const end = kind === 'ghost' ? b - direction * 26 : b - direction * 3;
  put(d, svg('line', { x1: a + direction * 4, y1: y, x2: end, y2: y, class: `arrow ${kind}` }), head(end, y, direction, kind));
  if (kind === 'wrong') put(d, badge(a, y, '✗'));
  if (kind === 'ghost') put(d, badge(b - direction * 12, y, '?'));
  d.y += 20;
}

// The side of a line that has room for what stays inside.
function roomBeside(d, lane) {
  const x = d.lanes[lane].x, last = d.lanes.length - 1;
  return lane === last ? { x, direction: -1, room: x - d.lanes[last - 1].x }
    : { x, direction: 1, room: d.lanes[lane + 1].x - x };
}

function drawBox(d, lane, words, bytes, kind) {
  const { x, direction, room } = roomBeside(d, lane);
  const lines = (kind === 'stderr' ? lastLines : labelLines)(words, bytes, room - 44);
  const longest = Math.max(...lines.map((line) => units(line).reduce((sum, unit) => sum + widthOf(unit), 0)));
  const width = Math.min(room - 24, longest * LETTER + 18), height = lines.length * LINE + 8;
  const left = direction > 0 ? x + 12 : x - 12 - width;
  put(d, svg('line', { x1: x, y1: d.y - 4, x2: direction > 0 ? left : left + width, y2: d.y - 4, class: `tie ${kind}` }));
  put(d, svg('rect', { x: left, y: d.y - LINE, width, height, rx: 4, class: `box ${kind}` }));
  lines.forEach((line, i) => put(d, text(left + 9, d.y + i * LINE - 1, 'start', `label ${kind}`, line)));
  if (kind === 'wrong') put(d, badge(x, d.y - 4, '✗'));
  if (kind === 'ghost') put(d, badge(x, d.y - 4, '?'));
  d.y += height + 12;
}

function drawPause(d, ms) {
  d.y += 2;
  put(d, svg('line', { x1: TIMES - 6, y1: d.y - 4, x2: d.width - EDGE + 6, y2: d.y - 4, class: 'pause' }));
  const words = `${duration(ms)} pass`, x = (TIMES + d.width - EDGE) / 2;
  put(d, svg('rect', { x: x - 44, y: d.y - 13, width: 88, height: 18, class: 'paper' }), text(x, d.y, 'middle', 'time', words));
  d.y += 26;
}

function drawEvent(d, event, index, wrong) {
  const program = d.program(event), grader = d.grader(event);
  const row = EVENTS[`${event.from} ${event.kind}`] || {};
  const own = event.from === 'program';
  const [words, bytes] = eventText(event);
  const named = [d.named && event.connection !== null ? `${event.connection}:` : '', words].filter(Boolean).join(' ');
  const kind = index === wrong ? 'wrong' : '';
  drawTime(d, event.time_ms);
  if (row.over) drawArrow(d, own ? program : grader, own ? grader : program, named, bytes, kind);
  else drawBox(d, own ? program : grader, named, bytes, kind || (event.kind === 'note' ? 'quiet' : event.kind));
}

function lastConnection(d) {
  const named = d.test.transcript.filter((event) => event.connection !== null);
  return { connection: d.test.program || (named.length ? named[named.length - 1].connection : null) };
}

function drawGhost(d, ghost) {
  const last = lastConnection(d), program = d.program(last), grader = d.grader(last);
  if (ghost.inside) drawBox(d, program, ghost.words, ghost.bytes, 'ghost');
  else if (ghost.refused) drawArrow(d, grader, program, ghost.words, ghost.bytes, 'ghost');
  else drawArrow(d, program, grader, ghost.words, ghost.bytes, 'ghost');
}

// How it stands at the end, when neither side goes on.
function drawWaiting(d, lane, words) {
  const { x, direction } = roomBeside(d, lane);
  put(d, svg('rect', { x: x - 5, y: d.y - 12, width: 10, height: 30, rx: 3, class: 'waiting' }));
  put(d, text(x + direction * 12, d.y + 7, direction > 0 ? 'start' : 'end', 'label waits', words));
}

function drawEnd(d) {
  const ghost = ghostOf(d.test);
  const last = lastConnection(d), program = d.program(last), grader = d.grader(last);
  if (ghost) drawGhost(d, ghost);
  if (!d.test.waits) return;
  d.y += 4;
  drawWaiting(d, program, waitWords(d.test.waits));
  if (d.test.code === 'both-waiting') {
    const near = Math.abs(d.lanes[grader].x - d.lanes[program].x) < 360;
    if (near) d.y += 36;
    drawWaiting(d, grader, near ? 'waits too' : `waits for your ${d.test.program || 'program'}`);
  }
  d.y += 36;
}

function drawLanes(d) {
  for (const lane of d.lanes) {
    d.behind.push(svg('line', { x1: lane.x, y1: 26, x2: lane.x, y2: d.y, class: `life ${lane.grader ? 'grader' : 'own'}` }));
    const x = lane.anchor === 'start' ? lane.x - 6 : lane.anchor === 'end' ? lane.x + 6 : lane.x;
    d.behind.push(text(x, 16, lane.anchor, 'lane', lane.name));
  }
  d.behind.push(text(TIMES - 14, 16, 'end', 'time', 'ms'));
}

// all: also what lies between, where there are many events.
function diagram(test, exercise, width, all) {
  const d = drawing(test, exercise, width);
  const events = test.transcript, wrong = wrongEvent(test);
  const out = all || events.length <= EVENTS_MOST ? 0 : events.length - EVENTS_MOST;
  let before = null;
  events.forEach((event, index) => {
    if (out && index >= EVENTS_HEAD && index < EVENTS_HEAD + out) {
      if (index === EVENTS_HEAD) {
        put(d, text((TIMES + width - EDGE) / 2, d.y, 'middle', 'time', `… ${out} more …`));
        d.y += 26;
      }
      return;
    }
    if (before !== null && event.time_ms - before >= PAUSE) drawPause(d, event.time_ms - before);
    before = event.time_ms;
    drawEvent(d, event, index, wrong);
  });
  drawEnd(d);
  drawLanes(d);
  return svg('svg', { viewBox: `0 0 ${width} ${d.y}`, width, height: d.y, class: 'diagram', role: 'img',
    'aria-label': 'Sequence diagram of the conversation; below it is told as text' }, d.behind, d.front);
}
