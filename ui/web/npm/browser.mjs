// Opens the pages in a browser as their readers do, and says how long it takes:
//   node browser.mjs SITE [FOLDER-FOR-PICTURES]
// SITE has a runtime, the labs sampling and norm, and the lesson norm.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {serve} from './server.mjs';

const [site, pictures] = process.argv.slice(2);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f));
if (!executablePath) {
  console.log('skipped: there is no Chromium on this machine');
  process.exit(0);
}
const server = await serve(site);
const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});

// reader is a browser of somebody's own: nothing stored, and time for a slow machine.
async function reader(options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(120000);
  return context;
}
const context = await reader({viewport: {width: 1200, height: 800}, acceptDownloads: true});

// open opens a page that must not complain, and waits for its program.
async function open(where, {alive = '#screen.alive', on = context} = {}) {
  const page = await on.newPage();
  page.on('pageerror', (e) => { throw e; });
  page.on('console', (m) => { if (m.type() === 'error') throw new Error(`${where}: ${m.text()}`); });
  await page.goto(server.url + where);
  if (alive) await page.waitForSelector(alive);
  return page;
}

// rows are the lines that the terminal shows.
const rows = (page, box = '#screen') => page.evaluate((box) => {
  const b = document.querySelector(box).figure.terminal.buffer.active;
  return Array.from({length: document.querySelector(box).figure.terminal.rows}, (_, y) => b.getLine(b.viewportY + y)?.translateToString(true) ?? '');
}, box);
const shows = (page, text, box = '#screen') => page.waitForFunction(([text, box]) => {
  const t = document.querySelector(box)?.figure?.terminal;
  if (!t) return false;
  for (let y = 0; y < t.rows; y++) if (t.buffer.active.getLine(t.buffer.active.viewportY + y)?.translateToString(true).includes(text)) return true;
  return false;
}, [text, box]);
const picture = async (page, name) => pictures && page.screenshot({path: path.join(pictures, name + '.png')});
const step = async (name, work) => {
  const start = performance.now();
  const said = await work();
  console.log(`ok  ${name.padEnd(38)} ${((performance.now() - start) / 1000).toFixed(1)} s${said ? '   ' + said : ''}`);
};

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

let lab;
await step('the first frame, as it was in text', async () => {
  lab = await open('labs/sampling.html');
  const text = (await lab.textContent('#screen pre.wide')).split('\n').map((l) => l.trimEnd());
  const live = await rows(lab);
  const same = live.filter((row, y) => row.trimEnd() === text[y]).length;
  assert.ok(same >= 20, `${same} of 24 rows are those of the text:\n${live.join('\n')}`);
  await picture(lab, 'lab');
  const [first, bytes] = await lab.evaluate(() => {
    const first = performance.getEntriesByName('logitarium-first-frame')[0].startTime;
    return [first, performance.getEntriesByType('resource').filter((e) => e.responseEnd < first).reduce((sum, e) => sum + e.encodedBodySize, 0)];
  });
  assert.ok(bytes < 6.4e6, `${bytes} bytes before the first frame`);
  return `${megabytes(bytes)}, first live frame ${first.toFixed(0)} ms after navigation`;
});

// painted types two keys by turns, some milliseconds apart, and says how long it
// takes until each is seen.
async function painted(page, keys, apart = 60) {
  const took = [];
  for (let i = 0; i < 24; i++) {
    took.push(await page.evaluate((key) => new Promise((resolve) => {
      const {figure} = document.querySelector('#screen');
      const start = performance.now();
      const seen = () => {
        stop.dispose();
        resolve(performance.now() - start);
      };
      const stop = figure.terminal.onRender(() => requestAnimationFrame(seen));
      setTimeout(seen, 5000); // a limit that no key comes near
      figure.type(key);
    }), keys[i % 2]));
    await page.waitForTimeout(apart);
  }
  took.sort((a, b) => a - b);
  return `key to painted: p50 ${took[12].toFixed(0)} ms, p95 ${took[22].toFixed(0)} ms, max ${took[23].toFixed(0)} ms`;
}

await step('keys, and the link follows', async () => {
  await lab.keyboard.press('t');
  const said = await painted(lab, ['\x1b[C', '\x1b[D']);
  for (let i = 0; i < 3; i++) await lab.keyboard.press('ArrowRight');
  await lab.waitForFunction(() => location.hash.includes('temperature'));
  return said;
});

// held says how long the program holds its thread at a time while nobody types: a
// part of its work, or a frame. So long a key may wait.
async function held(page) {
  const worker = page.workers()[0];
  await worker.evaluate(() => {
    const resume = Go.prototype._resume;
    globalThis.held = [];
    Go.prototype._resume = function () {
      const start = performance.now();
      resume.call(this);
      globalThis.held.push(performance.now() - start);
    };
  });
  await page.waitForTimeout(2000);
  const all = (await worker.evaluate(() => globalThis.held.slice())).sort((a, b) => a - b);
  const at = (share) => `${all[Math.floor(share * (all.length - 1))]?.toFixed(1)} ms`;
  return `${all.length} times held, p50 ${at(.5)}, p95 ${at(.95)}, max ${at(1)}`;
}

// What trains or measures, with what begins it. Keys come closer than the pause
// that a page makes after one, and farther apart, where each meets a step.
const trains = {
  'adapt scores': ['adapt+--view+scores', 'Space'],
  'adapt texts': ['adapt+--view+texts', 'Space'],
  'norm race': ['norm+--view+race', 'Space'],
  'residual race': ['residual+--view+race', 'Space'],
  'residual seeds': ['residual+--view+seeds', 'Space'],
  'position extrapolation': ['position+--view+extrapolation', 'Space'],
  'inside origin': ['inside+--view+origin', 'Space'],
};
for (const [name, [link, ...begin]] of Object.entries(trains)) {
  await step(`keys while it trains: ${name}`, async () => {
    const page = await open(`labs/norm.html?embed#${link}`);
    await shows(page, 'quit');
    for (const key of begin) await page.keyboard.press(key);
    await page.waitForTimeout(500);
    const said = [await held(page)];
    for (const apart of [150, 450]) said.push(`every ${apart} ms, ${await painted(page, ['\x1b[B', '\x1b[A'], apart)}`);
    await picture(page, name.replace(' ', '-'));
    await page.close();
    return said.join('; ');
  });
}

// composition is where an input method shows what it composes, in cells, and what
// the program was sent since it was asked last.
const composition = (page) => page.evaluate(() => {
  const {figure} = document.querySelector('#screen');
  const {terminal} = figure;
  const view = document.querySelector('.composition-view');
  const [cells, box] = [document.querySelector('.xterm-screen').getBoundingClientRect(), view.getBoundingClientRect()];
  const shown = view.classList.contains('active');
  const {cursorX, cursorY} = terminal.buffer.active;
  return {
    shown: shown ? view.textContent : null, cursor: [cursorX, cursorY],
    at: shown ? [(box.left - cells.left) / cells.width * terminal.cols, (box.top - cells.top) / cells.height * terminal.rows].map(Math.round) : null,
    sent: figure.sent.splice(0),
  };
});

// Chromium composes as an input method has it: what it is about to write, keys of
// its own, and what it has written.
for (const [name, link] of [['a prompt', 'sampling'], ['a question', 'rag']]) {
  await step(`an input method writes ${name}`, async () => {
    const page = await open(`labs/norm.html?embed#${link}`);
    await shows(page, 'quit');
    for (const key of ['e', 'Enter']) await page.keyboard.press(key);
    await shows(page, 'enter accept');
    await page.keyboard.press('Control+u');
    await page.waitForTimeout(300);
    await page.evaluate(() => {
      const {figure} = document.querySelector('#screen');
      const type = figure.type.bind(figure);
      figure.sent = [];
      figure.type = (typed) => { figure.sent.push(typed); type(typed); };
    });
    const before = await rows(page);
    const client = await context.newCDPSession(page);
    for (const text of ['ㄋ', '你', '你好']) {
      await client.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length});
      await page.waitForTimeout(60);
      const c = await composition(page);
      assert.deepEqual([c.shown, c.at, c.sent], [text, c.cursor, []]);
    }
    for (const code of ['ArrowLeft', 'ArrowRight', 'Enter', 'Escape', 'Backspace']) { // the input method's
      await client.send('Input.dispatchKeyEvent', {type: 'rawKeyDown', key: 'Process', code, windowsVirtualKeyCode: 229});
      await client.send('Input.dispatchKeyEvent', {type: 'keyUp', key: 'Process', code, windowsVirtualKeyCode: 229});
    }
    await page.waitForTimeout(300);
    assert.deepEqual((await composition(page)).sent, []);
    assert.deepEqual(await rows(page), before);
    await picture(page, `composed-${link}`);
    await client.send('Input.insertText', {text: '你好'});
    await shows(page, '你好');
    const committed = await composition(page);
    assert.deepEqual([committed.shown, committed.sent], [null, ['你好']]);
    assert.equal((await rows(page)).join('\n').split('你好').length - 1, 1);
    for (const text of ['嗎', '']) await client.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length});
    await page.waitForTimeout(300);
    const givenUp = await composition(page);
    assert.deepEqual([givenUp.shown, givenUp.sent], [null, []]);
    await page.keyboard.press('Enter'); // the program's
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes('你好'));
    await page.close();
  });
}

await step('vocabularies are loaded when they are asked for', async () => {
  const page = await open('labs/norm.html?embed', {alive: null});
  const attached = [];
  page.on('request', (r) => r.url().includes('/runtime/core/') && attached.push(path.basename(r.url())));
  await shows(page, 'quit');
  assert.deepEqual(attached, []);
  await page.goto(server.url + 'labs/norm.html?embed#gpt+--view+tokens');
  await shows(page, 'o200k_base');
  assert.deepEqual(attached, ['r50k.flate', 'cl100k.flate', 'o200k.flate']);
  await page.close();
});

// A page whose host is gone has no vocabulary to show. The names of functions are
// loaded for the report of that alone.
await step('a crash is told with the names of functions', async () => {
  const lost = await reader({serviceWorkers: 'block'});
  const asked = [];
  await lost.route(/\/runtime\/core\/|names\.wasm/, (route) => {
    asked.push(path.basename(route.request().url()));
    return asked.at(-1) === 'names.wasm' ? route.continue() : route.fulfill({status: 503});
  });
  const page = await lost.newPage();
  await page.goto(server.url + 'labs/norm.html?embed#gpt+--view+tokens');
  await page.waitForSelector('.again');
  await shows(page, 'a fault in logitarium: core/tiktoken/r50k.flate');
  await shows(page, 'logitarium/ui/web/page.Main()');
  assert.deepEqual(asked, ['r50k.flate', 'names.wasm']);
  await picture(page, 'crash');
  await lost.close();
});

await step('a figure locked to some knobs', async () => {
  const page = await open('labs/sampling.html?embed#sampling+--only+temperature,top-p');
  await shows(page, 'locked');
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowRight');
  await shows(page, 'what can be turned here is temperature, top-p');
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /--only\+temperature,top-p/.test(location.hash) && /--temperature/.test(location.hash));
  await page.setViewportSize({width: 800, height: 520});
  await shows(page, 'locked');
  await picture(page, 'locked');
  await page.close();
});

await step('a resize shows what a full repaint does', async () => {
  await lab.setViewportSize({width: 500, height: 900});
  await lab.waitForFunction(() => document.querySelector('#screen').figure.terminal.cols === 60);
  await shows(lab, 'quit');
  await lab.waitForTimeout(600);
  const resized = await rows(lab);
  const fresh = await context.newPage();
  await fresh.setViewportSize({width: 500, height: 900});
  await fresh.goto(lab.url());
  await fresh.waitForSelector('#screen.alive');
  await shows(fresh, 'quit');
  await fresh.keyboard.press('t'); // a link has no knob in hand
  await shows(fresh, '▸temperature');
  await fresh.waitForTimeout(600);
  const again = await rows(fresh);
  const differ = resized.filter((row, y) => row !== again[y]);
  assert.deepEqual(differ, [], `${resized.join('\n')}\n${again.join('\n')}`);
  await fresh.close();
  return `0 of ${again.length} rows differ`;
});

await step('a link, and one that is refused', async () => {
  const page = await open('labs/sampling.html#sampling+--temperature+2+--top-p+0.8');
  await shows(page, '2.00');
  await page.goto(server.url + 'index.html');
  const refused = await open('labs/sampling.html#sampling+--model+x.gguf');
  await shows(refused, "a link can't have");
  await refused.waitForSelector('.again');
  await page.close();
  await refused.close();
});

await step('the checksum is that of --json --exact', async () => {
  const page = await open('labs/norm.html');
  await page.click('#share');
  await page.waitForFunction(() => /^[0-9a-f]{16}$/.test(document.querySelector('#sharing output').textContent));
  await picture(page, 'share');
  const shown = await page.textContent('#sharing output');
  await page.close();
  if (process.env.LOGITARIUM) {
    const json = execFileSync(process.env.LOGITARIUM, ['norm', '--json', '--exact']);
    const {createHash} = await import('node:crypto');
    assert.equal(shown, createHash('sha256').update(json).digest('hex').slice(0, 16));
  }
  return shown;
});

await step('the map and a lesson as text', async () => {
  const page = await open('index.html');
  await page.click('#astext');
  await page.waitForFunction(() => document.querySelector('#text').textContent.startsWith("A token's way through"));
  await page.click('#share');
  await page.waitForFunction(() => /^[0-9a-f]{16}$/.test(document.querySelector('#sharing output').textContent));
  await page.keyboard.press('Escape');
  await page.goto(server.url + 'index.html#play+norm');
  await page.waitForFunction(() => document.querySelector('#state').textContent === 'logitarium play norm');
  await page.click('#astext');
  await page.waitForFunction(() => document.querySelector('#text').textContent.includes('The transcript of a lesson'));
  await page.close();
});

await step('a saved screen is a download', async () => {
  const page = await open('labs/norm.html');
  await page.keyboard.press('s');
  await shows(page, 'save as');
  await page.keyboard.press('Control+u');
  await page.keyboard.type('screen.txt');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.equal(saved.suggestedFilename(), 'screen.txt');
  assert.match(fs.readFileSync(await saved.path(), 'utf8'), /Norm/);
  await page.close();
});

await step('a lesson as a page: guess, then a live figure', async () => {
  const page = await open('lessons/norm.html', {alive: null});
  const question = page.locator('.question').first();
  assert.equal(await question.locator('details').evaluate((d) => d.open), false);
  await question.locator('input').fill('a guess');
  await question.locator('form.guess button').click();
  assert.equal(await question.locator('details').evaluate((d) => d.open), true);
  const figure = page.locator('.step.screen').first();
  await figure.scrollIntoViewIfNeeded();
  await page.waitForSelector('.step.screen.alive');
  await page.waitForTimeout(500);
  await picture(page, 'lesson');
  // On paper the frame stands as text again, and the letters beside it are dark.
  assert.equal(await figure.locator('pre.wide').isVisible(), false);
  await page.emulateMedia({media: 'print'});
  assert.equal(await figure.locator('pre.wide').isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.question')).color), 'rgb(0, 0, 0)');
  await page.close();
});

await step('a lesson to its end, and its recording', async () => {
  const page = await open('lessons/norm.html', {alive: null});
  const [recorded] = await Promise.all([page.waitForEvent('download'), page.click('button.recording')]);
  assert.equal(recorded.suggestedFilename(), 'norm.cast');
  assert.equal(JSON.parse(fs.readFileSync(await recorded.path(), 'utf8').split('\n')[0]).version, 2);
  await page.goto(server.url + 'index.html#play+norm');
  await page.waitForSelector('#screen.alive');
  await page.click('#share');
  await page.waitForFunction(() => document.querySelector('#sharing input').value.endsWith('#play+norm'));
  assert.equal(await page.locator('#sharing output').isVisible(), false);
  await page.keyboard.press('Escape');
  await page.locator('#screen .xterm-helper-textarea').focus();
  let pressed = 0;
  for (; pressed < 400 && !(await rows(page)).some((r) => r.includes('the end')); pressed++) {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(50);
  }
  await shows(page, 'the end');
  await page.close();
  return `${pressed} times enter`;
});

// dropped lets a file of this machine fall on a page, as a hand does.
async function dropped(page, file) {
  const client = await context.newCDPSession(page);
  const data = {items: [], files: [file], dragOperationsMask: 1};
  for (const type of ['dragEnter', 'dragOver', 'drop']) await client.send('Input.dispatchDragEvent', {type, x: 300, y: 300, data});
}

await step('a tape, a GGUF file and a folder that are dropped', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'logitarium-'));
  const page = await open('labs/norm.html');
  const tape = path.join(folder, 'own.tape');
  fs.writeFileSync(tape, '#@ title "My own"\n#@ chapter "One"\nType "logitarium norm"\nEnter\n#@ say "This is my own lesson."\nSleep 3s\n');
  await dropped(page, tape);
  await shows(page, 'This is my own lesson.');
  if (process.env.LOGITARIUM) {
    const model = path.join(folder, 'own.gguf');
    execFileSync(process.env.LOGITARIUM, ['model', '--save', model], {stdio: 'ignore'});
    await dropped(page, model);
    await shows(page, '▸0 Map');
    await page.keyboard.press('4');
    await shows(page, 'own 0.9M');
  }
  const documents = path.join(folder, 'documents');
  fs.mkdirSync(documents);
  fs.writeFileSync(path.join(documents, 'a.txt'), 'The fox lives in the den. The owl sleeps in the tree.\n');
  await dropped(page, documents);
  await shows(page, 'Which passage answers is not known here.');
  await picture(page, 'dropped');
  await page.close();
  fs.rmSync(folder, {recursive: true});
});

// What a page can't do is told, and what a page of plain HTTP lacks is done without.
await step('without a program, a clipboard and SHA-256', async () => {
  const poor = await reader({serviceWorkers: 'block'});
  await poor.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {value: undefined});
    Object.defineProperty(crypto, 'subtle', {value: undefined});
  });
  const page = await open('labs/norm.html', {on: poor});
  await page.click('#share');
  await page.locator('#sharing button.copy').first().click();
  await page.waitForFunction(() => getSelection().toString().endsWith('norm'));
  assert.equal(await page.locator('#sharing output').isVisible(), false);
  await poor.route(/logitarium\.wasm/, (route) => route.fulfill({status: 503}));
  for (const where of ['lessons/norm.html', 'labs/norm.html?embed']) {
    const without = await poor.newPage();
    await without.goto(server.url + where);
    await without.waitForFunction(() => document.querySelector('#told').textContent.includes('503'));
    assert.equal(await without.locator('#told').isVisible(), true);
  }
  await poor.close();
});

await step('a figure in another page leaves it the focus', async () => {
  const elsewhere = await reader({serviceWorkers: 'block'}); // a worker would answer for host.html
  const page = await elsewhere.newPage();
  await page.route('**/host.html', (route) => route.fulfill({contentType: 'text/html', body: '<input autofocus><iframe src="labs/norm.html?embed"></iframe>'}));
  await page.goto(server.url + 'host.html');
  await page.frameLocator('iframe').locator('#screen.alive').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'INPUT');
  await elsewhere.close();
});

await step('an embedded figure', async () => {
  const page = await context.newPage();
  await page.goto(server.url + 'labs/norm.html?embed');
  await page.waitForSelector('#screen.alive');
  assert.equal(await page.locator('#bar').isVisible(), false);
  await picture(page, 'embed');
  await page.close();
});

await step('a telephone: keys for fingers', async () => {
  const phone = await reader({viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, deviceScaleFactor: 2});
  const page = await open('labs/sampling.html', {on: phone});
  assert.equal((await rows(page)).length, 32);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `the page is ${wider} pixels wider than the screen`);
  // A button does what its key does, and keeps the focus where it stays.
  const key = (name) => page.locator(`#keys button[value="${name}"]`);
  const opens = (flags) => page.waitForFunction((flags) => document.querySelector('#state').textContent.includes(flags), flags);
  await key('v').focus();
  await key('v').tap();
  await opens('--view formula');
  await key('↓').tap();
  await key('→').tap();
  await opens('--temperature 0.75');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'v');
  const cut = await page.evaluate(() => document.querySelector('.xterm-screen').clientWidth - document.querySelector('#screen').clientWidth);
  assert.ok(cut <= 0, `the rows are ${cut} pixels wider than their box`);
  await picture(page, 'phone');
  // A finger draws the slider of the temperature to its end.
  const at = await page.evaluate(() => {
    const {figure} = document.querySelector('#screen');
    const t = figure.terminal;
    const box = document.querySelector('.xterm-screen').getBoundingClientRect();
    for (let y = 0; y < t.rows; y++) {
      const row = t.buffer.active.getLine(y).translateToString(true);
      const x = row.startsWith('temperature', 1) ? row.indexOf('●') : -1;
      if (x >= 0) return {x: box.left + (x + .5) * box.width / t.cols, y: box.top + (y + .5) * box.height / t.rows, cell: box.width / t.cols};
    }
    return null;
  });
  assert.ok(at, 'no slider of the temperature');
  const client = await phone.newCDPSession(page);
  const touch = (type, x) => client.send('Input.dispatchTouchEvent', {type, touchPoints: /End|Cancel/.test(type) ? [] : [{x, y: at.y}]});
  await touch('touchStart', at.x);
  for (let i = 1; i <= 4; i++) await touch('touchMove', at.x + i * at.cell);
  await touch('touchEnd');
  await page.waitForFunction(() => / --temperature [1-5]/.test(document.querySelector('#state').textContent));
  // A touch that becomes a scroll lets go of what it held.
  await page.evaluate(() => {
    const {figure} = document.querySelector('#screen');
    figure.sent = [];
    figure.type = (typed) => figure.sent.push(typed);
  });
  await touch('touchStart', at.x);
  await touch('touchCancel', at.x);
  await page.waitForFunction(() => document.querySelector('#screen').figure.sent.at(-1)?.endsWith('m'));
  // A step of a lesson is as narrow, before it lives and after.
  const lesson = await open('lessons/norm.html', {on: phone, alive: null});
  const figure = lesson.locator('.step.screen').first();
  const [wide, narrow] = await Promise.all(['wide', 'narrow'].map((c) => figure.locator(`pre.${c}`).isVisible()));
  assert.deepEqual([wide, narrow], [false, true]);
  await figure.scrollIntoViewIfNeeded();
  await lesson.waitForSelector('.step.screen.alive');
  assert.equal(await figure.evaluate((f) => f.figure.terminal.cols), 60);
  await phone.close();
});

await step('after the first visit, without a network', async () => {
  await lab.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  const page = await open('labs/sampling.html');
  await shows(page, 'quit');
  await context.setOffline(false);
});

await browser.close();
server.close();
