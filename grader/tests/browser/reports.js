// Makes reports as JSON: node reports.js FOLDER
//   hostile.json  one student, every verdict, texts that would like to be something else
//   course.json   three students with details
//   large.json    two thousand students of thirty exercises
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const schema = JSON.parse(fs.readFileSync(path.join(process.env.SOCKGRADE_SOURCE, 'reports/report.schema.json'), 'utf8'));
const CODES = schema.$defs.code.enum;
const HOSTILE = '</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1><!-- ]]> {{7*7}} \u2028 javascript:alert(1)';

// The same numbers every time.
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function event(time, from, kind, text, connection = 'main') {
  return { time_ms: time, from, connection, kind, text };
}

function testCase(id, code, more = {}) {
  const result = ['pass', 'skipped', 'error'].includes(code) ? code : 'fail';
  return {
    id, title: `does ${id}`, result, code, message: `The sentence of ${code}.`, hint: null, expected: null, received: null, source: null,
    waits: null, advice: false, visibility: 'visible', points: result === 'pass' ? 2 : 0, max_points: 2, duration_ms: 20.5, cpu_ms: 11,
    newline: 'bare', stdout: null, stderr: null, process: null, values: {}, notes: [], sockets: [], transcript: [], ...more,
  };
}

function exercise(id, title, cases, more = {}) {
  const sum = (key) => cases.reduce((total, test) => total + test[key], 0);
  const result = ['error', 'fail', 'skipped'].find((name) => cases.some((test) => test.result === name && !test.advice)) || 'pass';
  return {
    id, title, path: 'client.py', cell: null, language: 'python', result, points: sum('points'), max_points: sum('max_points'),
    score: sum('points'), max_score: sum('max_points'), duration_ms: 21, cpu_ms: 11, cases, text: 'import socket\ns = socket.socket()\n', ...more,
  };
}

function submission(id, exercises, more = {}) {
  const sum = (key) => exercises.reduce((total, one) => total + one[key], 0);
  return { id, path: `in/${id}`, language: null, whole: true, attempt: 1, counts: true, score: sum('score'), max_score: sum('max_score'),
    duration_ms: sum('duration_ms'), exercises, missing: [], unknown: [], ...more };
}

function report(submissions) {
  return { sockgrade_report: 1, version: '0.1.0', seed: 42, isolation: 'full', isolation_reason: null, submissions };
}

function hostile() {
  const transcript = [
    event(1.25, 'program', 'connect', 'from 127.0.0.1 port 40000 to 127.0.0.1 port 5555'),
    event(2, 'program', 'data', `${HOSTILE}\\x00\\n`), event(900, 'grader', 'data', '\u{1f600}漢字\\xff'.repeat(40)),
    event(901, 'program', 'print', HOSTILE, null), event(902, 'program', 'stderr', `Traceback\\n${HOSTILE}\\n`, null),
    event(903, 'grader', 'type', HOSTILE, null), event(904, 'grader', 'signal', 'SIGINT', null), event(905, 'grader', 'type-end', '', null),
    event(906, 'grader', 'note', HOSTILE, null), event(907, 'program', 'reset', ''), event(908, 'grader', 'close', ''),
    event(909, 'program', 'close', ''), event(910, 'program', 'exit', 'ended with status 1', null),
  ];
  const all = CODES.map((code) => testCase(`case-${code}`, code, {
    title: HOSTILE, message: HOSTILE, hint: HOSTILE, expected: `"${HOSTILE}"`, received: code === 'both-waiting' ? null : `"${HOSTILE}\\n"`,
    source: { file: 'client.py', line: 2 }, waits: 'recv()', stdout: HOSTILE, stderr: HOSTILE, process: HOSTILE, values: { word: HOSTILE },
    notes: [HOSTILE], sockets: [HOSTILE], transcript, advice: code === 'extra-data',
  }));
  const busy = [...Array(300).keys()].map((i) => event(i, i % 2 ? 'program' : 'grader', 'data', `${i}`, ['anna', 'ben', 'carl'][i % 3]));
  const two = busy.slice(0, 8).map((one, i) => ({ ...one, connection: i % 2 ? 'anna' : 'ben' }));
  const pair = [event(1, 'program', 'print', 'ready', 'server'), event(2, 'program', 'connect', 'from 127.0.0.1 port 1 to 10.1.1.1 port 80', 'client'),
    event(3, 'program', 'data', 'x', 'client'), event(4, 'grader', 'data', 'x', 'server')];
  return report([submission(`${HOSTILE}`, [
    exercise('codes', HOSTILE, all, { text: `${HOSTILE}\n${HOSTILE}\n` }),
    exercise('busy', 'Many events', [testCase('three', 'pass', { transcript: busy }), testCase('two', 'wrong-message', { transcript: two, received: '"7"', expected: '"8"' })]),
    exercise('pair', 'Two programs', [testCase('talk', 'both-waiting', { program: 'server', waits: 'recv()', transcript: pair, expected: '"y"' })],
      { programs: [{ part: 'server', path: 'server.py', language: 'python' }, { part: 'client', path: 'client.py', language: 'python' }] }),
  ], { name: HOSTILE, path: HOSTILE, missing: [`connect-9: ${HOSTILE}`], unknown: [HOSTILE] })]);
}

function course() {
  const right = (id) => exercise(id, `Exercise ${id}`, [testCase('one', 'pass'), testCase('two', 'pass')]);
  const wrong = (id, code) => exercise(id, `Exercise ${id}`, [testCase('one', code, { waits: 'recv()', source: { file: 'client.py', line: 2 } }), testCase('two', 'skipped')]);
  return report([
    submission('ada', [right('connect-1'), right('connect-2')], { name: 'Ada Lovelace' }),
    submission('bob', [wrong('connect-1', 'both-waiting'), wrong('connect-2', 'both-waiting')], { name: 'Bob', attempt: 1, counts: undefined }),
    submission('bob', [right('connect-1'), wrong('connect-2', 'crashed')], { name: 'Bob', attempt: 2, late: '2 days late: 20% off' }),
    submission('cy', [exercise('connect-1', 'Exercise connect-1', [testCase('one', 'error')])], { name: 'Cy', missing: ['connect-2: there are two programs of that name'] }),
  ]);
}

function large() {
  const draw = random(7), codes = CODES.filter((code) => !['pass', 'skipped', 'error'].includes(code));
  const passes = (id) => exercise(id, `Exercise ${id}`, [testCase('one', 'pass')]);
  const fails = (id, code) => exercise(id, `Exercise ${id}`, [testCase('one', code)]);
  const one = (n) => [...Array(30).keys()].map((e) => (draw() < 0.6 ? passes(`x-${e}`) : fails(`x-${e}`, codes[Math.floor(draw() * codes.length)])));
  return report([...Array(2000).keys()].map((n) => submission(`s${String(n).padStart(4, '0')}`, one(n), { name: `Student ${n}` })));
}

const folder = process.argv[2];
for (const [name, make] of Object.entries({ hostile, course, large }))
  fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(make()));
