// Outside judges of reports/samples and of the golden reports with hostile bytes: parsers and
// schemas that others have made, and the rules that a platform documents.
//   node judges.js NPM FOLDER...
// NPM: the folder with node_modules. Status 1 when a judge refuses one.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const [npm, ...folders] = process.argv.slice(2);
const need = createRequire(path.join(path.resolve(npm), 'index.js'));

function schemaJudge(Ajv, schema) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  need('ajv-formats').default(ajv);
  const judge = ajv.compile(schema);
  return (text) => (judge(JSON.parse(text)) ? [] : judge.errors.map((e) => `${e.instancePath} ${e.message}`));
}

const source = path.join(__dirname, '..', '..');
const report = schemaJudge(need('ajv/dist/2020').default,
  JSON.parse(fs.readFileSync(path.join(source, 'reports', 'report.schema.json'))));
const ctrfSchema = schemaJudge(need('ajv').default,
  JSON.parse(fs.readFileSync(path.join(npm, 'node_modules/ctrf/dist/ctrf-schema-0.0.json'))));

// The golden reports have no version number, so that they outlive one.
function versioned(text) {
  return text.replaceAll('"VERSION"', '"0.0.0"');
}

// What the schema does not hold: the summary counts what is there.
function ctrf(text) {
  const problems = ctrfSchema(text), { summary, tests } = JSON.parse(text).results;
  for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
    if (summary[status] !== tests.filter((test) => test.status === status).length)
      problems.push(`summary.${status} is not how many there are`);
  if (summary.tests !== tests.length) problems.push('summary.tests is not how many there are');
  return problems;
}

function tap(text) {
  const { Parser } = need('tap-parser');
  const problems = [], parser = new Parser({ strict: true });
  let points = 0, bailed = false;
  for (const event of ['extra', 'bailout']) parser.on(event, (what) => {
    bailed ||= event === 'bailout';
    if (event === 'extra' || !text.includes('could not be judged')) problems.push(`${event}: ${what}`);
  });
  parser.on('assert', (point) => {
    points += 1;
    if (!point.ok && !point.todo && !(point.diag && point.diag.message && point.diag.code))
      problems.push(`point ${point.id} has no diagnosis`);
  });
  parser.end(text);
  const wanted = [...text.matchAll(/^(not )?ok /gm)].length;
  if (points !== wanted) problems.push(`${points} points are understood, not ${wanted}`);
  if (bailed !== text.includes('could not be judged')) problems.push('what was not judged does not bail out');
  return problems;
}

// docs.github.com: one command a line; in properties : and , are escaped, % CR LF everywhere.
function github(text) {
  const command = /^::(error|warning|notice)(?: ([a-zA-Z]+=[^,:\r]*(?:,[a-zA-Z]+=[^,:\r]*)*))?::([^\r]*)$/;
  const lines = text.split('\n').filter(Boolean), problems = [];
  for (const line of lines) {
    const found = command.exec(line);
    if (!found) problems.push(`no annotation: ${line.slice(0, 200)}`);
    else if (/%(?!25|0D|0A|3A|2C)/.test(found[2] || '') || /%(?!25|0D|0A)/.test(found[3]))
      problems.push(`an escape that GitHub does not know: ${line.slice(0, 200)}`);
    else if (found[3].length > 4096) problems.push('a message is longer than 4096 characters');
  }
  for (const type of ['error', 'warning', 'notice'])
    if (lines.filter((line) => line.startsWith(`::${type}`)).length > 10)
      problems.push(`of ${type} annotations only ten are shown`);
  return problems;
}

function classroom(text) {
  const found = /^result=([A-Za-z0-9+/=]+)\n$/.exec(text);
  if (!found) return ['this is not one line result=BASE64'];
  const result = JSON.parse(Buffer.from(found[1], 'base64').toString());
  return result.tests.every((test) => typeof test.score === 'number' && typeof test.line_no === 'number')
    && (result.max_score > 0 || result.status === 'error') ? [] : ['a test lacks its score or its line_no, or there is no max_score'];
}

// RFC 4180, and no cell that a spreadsheet computes.
function csv(text) {
  const rows = [...text.matchAll(/((?:(?:"(?:[^"]|"")*"|[^",\r\n]*),)*(?:"(?:[^"]|"")*"|[^",\r\n]*))\r\n/gy)];
  const problems = [], length = rows.reduce((sum, row) => sum + row[0].length, 0);
  if (length !== text.length) problems.push(`no table from byte ${length} on`);
  for (const row of rows) {
    const cells = row[1].match(/"(?:[^"]|"")*"|[^",]+|(?<=^|,)(?=,|$)/g);
    if (cells.length !== 21) problems.push(`a row of ${cells.length} cells`);
    for (const cell of cells)
      if (/^"?[=+@\t\r]/.test(cell) || /^"?-(?![0-9.]+$)/.test(cell)) problems.push(`a formula: ${cell.slice(0, 60)}`);
  }
  return problems;
}

// PrairieLearn takes a score from 0 to 1, or none where it is not gradable.
function prairielearn(text) {
  const { gradable, score } = JSON.parse(text);
  return gradable === false || (score >= 0 && score <= 1) ? [] : ['neither a score from 0 to 1 nor ungradable'];
}

const judges = {
  'json.json': report, 'ctrf.json': ctrf, 'tap.tap': tap, 'github.txt': github,
  'classroom.txt': classroom, 'csv.csv': csv, 'prairielearn.json': prairielearn,
};

let bad = 0, judged = 0;
for (const folder of folders)
  for (const [name, judge] of Object.entries(judges)) {
    const problems = judge(versioned(fs.readFileSync(path.join(folder, name), 'utf8')));
    judged += 1;
    bad += problems.length;
    for (const problem of problems.slice(0, 10)) console.log(`FAILED: ${folder}/${name}: ${problem}`);
  }
console.log(`${judged} reports, ${bad} problems`);
process.exit(bad || !judged ? 1 : 0);
