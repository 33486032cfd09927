// A student's page, made by a real check, and one with every verdict and hostile texts.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { Browser, accessible, fits, shot } = require('./browser');

const browser = new Browser();
before(() => browser.start());
after(() => browser.stop());

test('a failure is told, marked in the source and drawn', async () => {
  const page = await browser.open('client.html');
  const open = page.locator('details.case[open]');
  assert.equal(await page.title(), 'client.py - sockgrade report');
  assert.equal(await open.count(), 1);
  assert.match(await open.locator('.message').innerText(), /both waiting for the other to speak/);
  assert.match(await open.locator('.hint').innerText(), /has to be sent/);
  assert.equal(await open.locator('.source .here .line').innerText(), 'data = s.recv(1024)  # <-- mistake');
  const drawn = await open.locator('svg.diagram text').allTextContents();
  for (const words of ['your program', 'the grader', 'connects to port 5555', 'missing: "How do you do?"', 'waits in recv()', 'waits for your program'])
    assert.ok(drawn.includes(words), `${words} is missing among ${drawn}`);
  assert.equal(await open.locator('.diagram .arrow.ghost').count(), 1);
  assert.match(await open.locator('.command code').first().innerText(), /^sockgrade check connect-1 client\.py --case greeting --seed \d+$/);
  await shot(page, 'student');
  await accessible(page);
  await browser.close(page);
});

test('cases are folded and unfolded by keyboard, and the address unfolds one', async () => {
  const page = await browser.open('client.html', '#at=connect-1%2Fpieces');
  assert.equal(await page.locator('details.case[open]').count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.closest('details').id), 'at-connect-1-pieces');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('details.case[open]').count(), 1);
  await browser.close(page);
});

test('dark, by the system and by the switch', async () => {
  const page = await browser.open('client.html', '', { dark: true });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await accessible(page);
  await shot(page, 'student-dark');
  await page.locator('button.theme').click();
  const light = await paper();
  assert.notEqual(light, dark);
  await page.reload();
  assert.equal(await paper(), light);
  await page.locator('button.theme').click();
  assert.equal(await paper(), dark);
  await page.locator('button.theme').click();
  await browser.close(page);
});

test('hostile texts are shown as texts, of every verdict', async () => {
  const page = await browser.open('hostile.html');
  await page.locator('details.case').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  await page.locator('details.more').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  const schemaCodes = await page.locator('section#at-codes details.case').count();
  assert.ok(schemaCodes >= 30, `${schemaCodes} cases`);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator('img, iframe, object, embed, form, #view script, #view style, [onerror], a[href^="javascript"]').count(), 0);
  assert.equal(await page.locator('script:not([type])').count(), 1);
  assert.match(await page.locator('#at-codes-case-crashed .message').innerText(), /^<\/script><script>window\.pwned=1<\/script><img/);
  assert.match(await page.locator('#at-codes-case-crashed pre').first().innerText(), /<img src=x onerror/);
  const wrong = await page.evaluate(() => [...document.querySelectorAll('svg *')].filter((element) =>
    [...element.attributes].some((attribute) => /NaN|undefined|Infinity/.test(attribute.value))).length);
  assert.equal(wrong, 0);
  await fits(page);
  await browser.close(page);
});

test('every verdict draws its conversation, long ones in part', async () => {
  const page = await browser.open('hostile.html', '#at=busy%2Fthree');
  assert.match(await page.locator('#at-busy-three svg.diagram').textContent(), /240 more/);
  const arrows = page.locator('#at-busy-three .diagram .arrow');
  assert.equal(await arrows.count(), 60);
  await page.locator('#at-busy-three figure > button').click();
  assert.equal(await arrows.count(), 300);
  const lanes = (id) => page.locator(`#${id} .diagram .lane`).allTextContents();
  assert.deepEqual(await lanes('at-busy-two'), ['ben', 'your program', 'anna']);
  assert.deepEqual(await lanes('at-pair-talk'), ['your client', 'grader', 'your server']);
  assert.deepEqual(await lanes('at-busy-three'), ['your program', 'the grader']);
  await browser.close(page);
});

test('a phone shows all of it without scrolling sideways', async () => {
  for (const file of ['client.html', 'hostile.html']) {
    const page = await browser.open(file, '', { width: 360 });
    await page.locator('details.case').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
    await fits(page);
    await shot(page, `phone-${file}`);
    await browser.close(page);
  }
});

test('on paper everything is unfolded and nothing can be pressed', async () => {
  const page = await browser.open('client.html');
  await page.emulateMedia({ media: 'print' });
  await page.locator('details.case:not([open])').first().waitFor({ state: 'detached' });
  assert.equal(await page.locator('button:visible').count(), 0);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('details.case:not([open])').first().waitFor();
  assert.equal(await page.locator('details.case[open]').count(), 1);
  assert.ok((await page.pdf()).length > 10000);
  await browser.close(page);
});
