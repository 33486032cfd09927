// The page of a course: the matrix by mouse and keyboard, filters, order, links, and its size.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { Browser, accessible, fits, shot } = require('./browser');

const browser = new Browser();
before(() => browser.start());
after(() => browser.stop());

const names = (page) => page.locator('.matrix .who').allInnerTexts();
const said = (page) => page.locator('.said').innerText();
const focus = (page) => page.evaluate(() => {
  const { row, column } = document.activeElement.dataset;
  return [Number(row), Number(column)];
});

// How long it takes until the browser has shown what an action changes; told, not judged.
async function timed(page, name, action) {
  const ms = await page.evaluate(async (code) => {
    const start = performance.now();
    const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
    new Function(code)();
    await changed;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  }, action);
  console.log(`${name}: ${ms.toFixed(0)} ms`);
}

test('the overview tells what is common, and what is no failure of theirs', async () => {
  const page = await browser.open('course.html');
  assert.deepEqual(await names(page), ['Ada Lovelace', 'Bob', 'Cy']);
  assert.deepEqual(await page.locator('.matrix tbody tr').first().locator('td').allTextContents(), ['Ada Lovelace ada', '8', '42 ms', '4', '4']);
  assert.equal(await page.locator('.matrix td.result.error').innerText(), '!');
  assert.equal(await page.locator('.matrix td.result.missing').getAttribute('aria-label'), 'connect-2: not handed in: there are two programs of that name');
  assert.match(await page.locator('.mistake').innerText(), /1\s+crashed in connect-2/);
  assert.match(await page.locator('.unjudged').innerText(), /Not judged \(1\)[^]*Cy/);
  await page.locator('.mistake summary').click();
  assert.equal(await page.locator('.mistake .names a').innerText(), 'Bob');
  await shot(page, 'course');
  await accessible(page);
  await browser.close(page);
});

test('filters stand in the address, and a link brings them back', async () => {
  const page = await browser.open('course.html');
  await page.locator('#filter-result').selectOption('fail');
  await page.waitForFunction(() => document.querySelector('.said').textContent === '1 of 3');
  assert.deepEqual(await names(page), ['Bob']);
  assert.equal(new URL(page.url()).hash, '#result=fail');
  await page.reload();
  assert.deepEqual(await names(page), ['Bob']);
  assert.equal(await page.locator('#filter-result').inputValue(), 'fail');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.waitForFunction(() => document.querySelector('.said').textContent === 'All 3');
  for (const [hash, who] of [['#exercise=connect-2&result=missing', ['Cy']], ['#code=crashed', ['Bob']], ['#q=lovelace', ['Ada Lovelace']],
    ['#score=10', ['Ada Lovelace']], ['#sort=-name', ['Cy', 'Bob', 'Ada Lovelace']], ['#q=nobody', []]]) {
    await page.goto(page.url().replace(/#.*|$/, hash));
    await page.waitForFunction((count) => document.querySelectorAll('.matrix .who').length === count, who.length);
    assert.deepEqual(await names(page), who, hash);
  }
  await browser.close(page);
});

test('the keyboard does everything', async () => {
  const page = await browser.open('course.html');
  await page.keyboard.press('/');
  await page.keyboard.type('b');
  await page.waitForFunction(() => document.querySelector('.said').textContent === '1 of 3');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('.said').textContent === 'All 3');
  await page.keyboard.press('Escape');
  assert.deepEqual(await focus(page), [0, 0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  assert.deepEqual(await focus(page), [1, 4]);
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'Bob' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#student=bob&attempt=2&at=connect-2');
  await page.keyboard.press('Escape');
  await page.locator('.matrix').waitFor();
  await browser.close(page);
});

test('a student is shown in the page, with all attempts, and back is back', async () => {
  const page = await browser.open('course.html', '#sort=-score');
  await page.getByRole('link', { name: 'Bob', exact: true }).last().click();
  await page.locator('h1', { hasText: 'Bob' }).waitFor();
  assert.match(await page.locator('.top').innerText(), /2 days late: 20% off/);
  await page.getByRole('link', { name: 'Attempt 1' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.tag.code').length === 2);
  assert.deepEqual(await page.locator('.tag.code').allInnerTexts(), ['both-waiting', 'both-waiting']);
  await page.goBack();
  await page.goBack();
  await page.locator('.matrix').waitFor();
  assert.equal(new URL(page.url()).hash, '#sort=-score');
  await browser.close(page);
});

test('a real batch: its page leads to the students\' pages', async () => {
  const page = await browser.open('out/index.html');
  assert.deepEqual(await names(page), ['ada', 'bob', 'cy']);
  await page.locator('td.result.fail').first().click();
  await page.locator('h1', { hasText: 'bob' }).waitFor();
  assert.match(page.url(), /\/out\/feedback\/bob\.html#at=connect-1$/);
  assert.match(await page.locator('#at-connect-1 .message').first().innerText(), /both waiting/);
  assert.equal(await page.locator('#at-connect-1 .source .here').count(), 1);
  await shot(page, 'feedback');
  await page.goBack();
  await page.locator('.matrix').waitFor();
  await shot(page, 'batch');
  await accessible(page);
  await browser.close(page);
});

test('two thousand students stay quick', async () => {
  const start = Date.now();
  const page = await browser.open('large.html');
  console.log(`open: ${Date.now() - start} ms, ${(fs.statSync('large.html').size / 1e6).toFixed(1)} MB`);
  assert.equal(await said(page), 'All 2,000');
  const rows = () => page.locator('.matrix tbody tr:not(.spacer)').count();
  assert.ok(await rows() < 80, `${await rows()} rows`);
  await timed(page, 'search', "const q = document.getElementById('filter-q'); q.value = 'student 19 crashed'; q.dispatchEvent(new Event('input'));");
  assert.match(await said(page), /^\d+ of 2,000$/);
  await timed(page, 'filter', "location.hash = '#result=fail&exercise=x-3';");
  await timed(page, 'clear', "location.hash = '#';");
  await timed(page, 'sort', "document.querySelectorAll('.matrix th button')[1].click();");
  const points = (await page.locator('.matrix td[data-column="1"]').allInnerTexts()).map(Number);
  assert.deepEqual(points, [...points].sort((a, b) => b - a));
  await page.locator('.matrix td[data-row="0"][data-column="0"]').focus();
  for (let i = 0; i < 40; i += 1) await page.keyboard.press('PageDown');
  const [row] = await focus(page);
  assert.ok(row > 400, `row ${row}`);
  assert.ok(await rows() < 80, `${await rows()} rows`);
  await shot(page, 'large');
  await accessible(page);
  await browser.close(page);
});

test('a phone scrolls the matrix, not the page; dark has contrast, too', async () => {
  const page = await browser.open('course.html', '', { width: 360, dark: true });
  await fits(page);
  await accessible(page);
  await shot(page, 'course-phone');
  await browser.close(page);
});

test('on paper all students are there', async () => {
  const page = await browser.open('large.html', '#q=s19');
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(() => document.querySelectorAll('.matrix tbody tr').length === 100);
  assert.equal(await page.locator('button:visible:not(th *), input:visible, select:visible').count(), 0);
  await page.emulateMedia({ media: 'screen' });
  await page.waitForFunction(() => document.querySelectorAll('.matrix tbody tr').length < 80);
  await browser.close(page);
});
