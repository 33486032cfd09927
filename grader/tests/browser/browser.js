// What the tests share: one browser with a fresh profile, pages that may load nothing, and what
// every page is asked for: no error, no request, nothing serious for axe, no sideways scroll.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire } = require('node:module');

const npm = createRequire(path.join(process.env.SOCKGRADE_NPM, 'package.json'));
const { chromium } = npm('playwright-core');
const axe = fs.readFileSync(npm.resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

class Browser {
  async start() {
    this.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'profile-'));
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.SOCKGRADE_BROWSER, headless: true, args: OPTIONS, viewport: { width: 1280, height: 900 },
    });
    this.context.setDefaultTimeout(15000);
    this.context.on('page', (page) => this.watch(page));
    this.context.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) this.faults.push(`request: ${request.url()}`);
    });
    this.faults = [];
  }

  watch(page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`error: ${error.stack}`));
    page.on('dialog', (dialog) => {
      this.faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
  }

  async open(file, hash = '', options = {}) {
    const page = await this.context.newPage();
    if (options.width) await page.setViewportSize({ width: options.width, height: 800 });
    if (options.dark) await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`file://${path.resolve(file)}${hash}`);
    await page.locator('h1').waitFor();
    return page;
  }

  // Closes the page; nothing may have gone wrong in it.
  async close(page) {
    await page.close();
    assert.deepEqual(this.faults.splice(0), []);
  }

  async stop() {
    await this.context.close();
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

// The page's policy forbids scripts that are not its own; axe comes in by the debugger.
async function accessible(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: "axe.run(document, { resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations.map((v) => [v.impact, v.id, v.nodes.slice(0, 3).map((n) => n.html + ' ' + n.failureSummary)])))",
    awaitPromise: true, returnByValue: true,
  });
  assert.equal(exceptionDetails, undefined);
  const serious = JSON.parse(result.value).filter(([impact]) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(serious, []);
}

async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} columns in a window of ${window}`);
}

async function shot(page, name) {
  if (process.env.SOCKGRADE_SHOTS)
    await page.screenshot({ path: path.join(process.env.SOCKGRADE_SHOTS, `${name}.png`), fullPage: true });
}

module.exports = { Browser, accessible, fits, shot };
