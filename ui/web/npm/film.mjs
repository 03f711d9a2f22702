// Plays a recording in a browser as its readers do:
//   node film.mjs PAGE.html PICTURE.svg SCREENS.txt [FOLDER-FOR-PICTURES]
// The first two are recordings of one lesson, SCREENS.txt is what logitarium play
// writes of its cast: the last screen in it is the one with which it ends.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [page, picture, screens, pictures] = process.argv.slice(2);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f));
if (!executablePath) {
  console.log('skipped: there is no Chromium on this machine');
  process.exit(0);
}
const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const shot = (tab, name) => pictures && tab.screenshot({path: path.join(pictures, name + '.png')});

async function open(file, options = {}) {
  const tab = await (await browser.newContext({viewport: {width: 900, height: 700}, ...options})).newPage();
  tab.setDefaultTimeout(120000);
  tab.on('pageerror', (e) => { throw e; });
  tab.on('console', (m) => { if (m.type() === 'error') throw new Error(`${file}: ${m.text()}`); });
  tab.on('request', (r) => { if (!r.url().startsWith('file:')) throw new Error(`${file} asks for ${r.url()}`); });
  await tab.goto(pathToFileURL(path.resolve(file)).href);
  return tab;
}

// drawn is what block characters are: paths, and no text.
const drawn = /[\u2580-\u259f]/g;
const lines = fs.readFileSync(screens, 'utf8').split('\n').map((l) => l.replace(drawn, ' ').trimEnd());
const last = lines.slice(lines.findLastIndex((l) => /^\d+:\d\d /.test(l)) + 2);
while (last.at(-1) === '') last.pop();

// texts are the rows of a film as they are seen: of each column the part that its
// place says.
const texts = (tab, film) => tab.evaluate((film) => {
  const root = film ? document.querySelector(film) : document.documentElement;
  const rows = [];
  for (const window of root.querySelectorAll(':scope > svg')) {
    let box = window.querySelector(':scope > g.m');
    let at = 0;
    if (box) at = -new DOMMatrix(getComputedStyle(box).transform).f;
    else box = window;
    const part = [...box.children].find((c) => {
      const y = c.tagName === 'use' ? Number(c.getAttribute('y')) : Number(/translate\(0 (-?\d+)\)/.exec(c.getAttribute('transform'))?.[1] ?? 0);
      return Math.abs(y - at) < 1;
    });
    const shown = part?.tagName === 'use' ? document.querySelector(part.getAttribute('href')) : part;
    const cells = [];
    for (const t of shown?.querySelectorAll('text') ?? []) {
      let x = Number(t.getAttribute('x')) / 9;
      const wide = Math.round(Number(t.getAttribute('textLength')) / 9) / [...t.textContent].length;
      for (const c of t.textContent) {
        cells[x] = c;
        x += wide;
      }
    }
    const row = Number(window.getAttribute('y')) / 18;
    rows[row] = Array.from(cells, (c) => c ?? ' ').join('').trimEnd();
  }
  return Array.from(rows, (r) => r ?? '');
}, film);

function same(got, what) {
  while (got.at(-1) === '') got.pop();
  assert.deepEqual(got, last, what);
  console.log(`ok  ${what}`);
}

// The page, played to its end at twice its speed from near it.
const tab = await open(page, {reducedMotion: 'reduce'});
assert.equal(await tab.textContent('#play'), 'Play', 'for less motion it begins paused');
const chapters = await tab.locator('.chapter').all();
assert.ok(chapters.length > 1, 'it has chapters');
const clock = async () => Number(await tab.inputValue('#seek'));
const seen = [];
for (const c of chapters) {
  await c.click();
  const want = Number(await c.getAttribute('data-at'));
  assert.ok(Math.abs(await clock() - want) < 0.06, `the chapter ${await c.textContent()} is at ${want}, and the page at ${await clock()}`);
  assert.equal(await c.getAttribute('aria-current'), 'true');
  seen.push((await texts(tab, '#film')).join('\n'));
}
assert.equal(new Set(seen).size, seen.length, 'each chapter has a screen of its own');
await shot(tab, 'page');
console.log(`ok  ${chapters.length} chapters are gone to`);
const end = Number(await tab.getAttribute('#seek', 'max'));
await tab.$eval('#seek', (s, to) => { s.value = to; s.dispatchEvent(new Event('input')); }, end - 2);
await tab.selectOption('#speed', '2');
await tab.click('#play');
await tab.waitForFunction(() => document.getElementById('play').textContent === 'Play' && Number(document.getElementById('seek').value) > Number(document.getElementById('seek').max) - 0.06);
same(await texts(tab, '#film'), 'the page at its end shows the last screen');

// Without scripts: the screens as text.
const still = await open(page, {javaScriptEnabled: false});
assert.ok(await still.isHidden('#player') && await still.isVisible('#still'), 'without scripts the list of screens is seen');
const pre = (await still.locator('#still pre').last().textContent()).split('\n').map((l) => l.replace(drawn, ' ').trimEnd());
same(pre, 'without scripts the last of the screens is it');

// The picture: for less motion the last screen, else it moves.
const quiet = await open(picture, {reducedMotion: 'reduce'});
same(await texts(quiet), 'the picture shows it to who wants less motion');
const moving = await open(picture, {reducedMotion: 'no-preference'});
const times = await moving.evaluate(() => document.getAnimations().map((a) => a.effect.getTiming().duration));
assert.ok(times.length > 5 && new Set(times).size === 1, 'all of its rows move in one time');
const three = [];
for (const share of [0.2, 0.5, 0.8]) {
  await moving.evaluate((share) => { for (const a of document.getAnimations()) { a.pause(); a.currentTime = share * a.effect.getTiming().duration; } }, share);
  await shot(moving, `picture-${share}`);
  three.push((await texts(moving)).join('\n'));
}
assert.equal(new Set(three).size, 3, 'at three times it shows three screens');
console.log('ok  the picture moves');
await browser.close();
