// A class as its students meet it: two pages, one of which computes for itself and
// one that the server draws, a terminal by ssh, and a teacher who plays a lesson:
//   node class.mjs LOGITARIUM SITE [FOLDER-FOR-PICTURES]
// SITE has a runtime. The teacher's terminal and the student's are tmux's.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {chromium} from 'playwright-core';

const [program, site, pictures] = process.argv.slice(2);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f));
if (!executablePath) {
  console.log('skipped: there is no Chromium on this machine');
  process.exit(0);
}
const slow = 60000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'logitarium-class-'));
const free = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const {port} = server.address();
    server.close(() => resolve(port));
  });
});
const [ssh, http] = [await free(), await free()];
const word = 'seven foxes';
fs.writeFileSync(path.join(folder, 'word'), word);

// Terminals on a socket of their own.
const tmux = (...args) => execFileSync('tmux', ['-S', path.join(folder, 'tmux'), '-f', '/dev/null', ...args], {encoding: 'utf8'});
const terminal = (name, size, ...command) => tmux('new-session', '-d', '-s', name, '-x', size[0], '-y', size[1],
  'env', `HOME=${folder}`, `XDG_STATE_HOME=${folder}/state`, `XDG_CONFIG_HOME=${folder}/config`, 'TERM=xterm-256color', 'LANG=C.UTF-8', 'LC_ALL=', ...command);
const screen = (name) => tmux('capture-pane', '-p', '-t', name);
const press = (name, ...keys) => tmux('send-keys', '-t', name, ...keys);
const type = (name, text) => tmux('send-keys', '-t', name, '-l', text);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// waits waits until what is shown has a text.
async function waits(show, text, name) {
  for (const end = Date.now() + slow; ; await pause(50)) {
    const shown = await show();
    if (shown.includes(text)) return;
    assert.ok(Date.now() < end, `${name}: ${JSON.stringify(text)} does not come:\n${shown}`);
  }
}
const sees = (name, text) => waits(() => screen(name), text, name);

const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
async function student(query, size) {
  const context = await browser.newContext({viewport: size});
  context.setDefaultTimeout(slow);
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(e.message));
  page.on('console', (m) => m.type() === 'error' && page.complaints.push(m.text()));
  await page.goto(`http://127.0.0.1:${http}/class/${query}#${encodeURIComponent(word)}`);
  return page;
}
// A page has its rows as elements, whoever draws them.
const rows = (page) => page.evaluate(() => [...document.querySelectorAll('.xterm-rows > div')].map((r) => r.textContent.replaceAll('\u00a0', ' ')).join('\n') + document.querySelector('#said').textContent);
const shows = (page, text) => waits(() => rows(page), text, page.url());
const picture = async (page, name) => pictures && page.screenshot({path: path.join(pictures, name + '.png')});
const step = async (name, work) => {
  const start = performance.now();
  const said = await work();
  console.log(`ok  ${name.padEnd(44)} ${((performance.now() - start) / 1000).toFixed(1)} s${said ? '   ' + said : ''}`);
};

const teaches = (...flags) => terminal('teacher', [100, 30], program, 'serve', '--ssh', `127.0.0.1:${ssh}`, '--http', `127.0.0.1:${http}`,
  '--site', site, '--password-file', path.join(folder, 'word'), ...flags);
async function comesBySSH() {
  terminal('student', [70, 22], 'ssh', '-F', 'none', '-p', ssh, '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'PubkeyAuthentication=no', 'class@127.0.0.1');
  await sees('student', 'password:');
  type('student', word);
  press('student', 'Enter');
}

// trained is how many steps a screen shows to be made of a training.
const trained = (shown) => Number(/step ([\d,]+) of/.exec(shown)?.[1].replaceAll(',', '') ?? -1);
// sentence is what is said below the question, until its first full stop.
const sentence = (shown) => /At batches of[^.]*\./.exec(shown.replace(/\s+/g, ' '))?.[0];

let own, drawn;
try {
  await step('the teacher opens a class with a lesson', async () => {
    teaches('--lesson', 'norm');
    await sees('teacher', 'class: 0 here');
  });
  await step('a page that computes comes in', async () => {
    own = await student('', {width: 1000, height: 700});
    await own.waitForSelector('#screen.alive');
    await sees('teacher', 'class: 1 here');
    const first = await own.evaluate(() => performance.getEntriesByName('logitarium-first-frame')[0].startTime);
    return `first frame ${first.toFixed(0)} ms after navigation`;
  });
  await step('a page that the server draws, and a terminal', async () => {
    drawn = await student('?drawn', {width: 390, height: 844});
    await comesBySSH();
    await sees('teacher', 'class: 3 here');
  });
  const untilAsked = async () => {
    for (let n = 0; n < 100 && !screen('teacher').includes('have guessed'); n++) {
      press('teacher', 'Space');
      await pause(300);
    }
  };
  const killed = () => process.kill(Number(tmux('display-message', '-p', '-t', 'teacher', '#{pane_pid}')), 'SIGKILL');
  await step('the lesson goes on to a question', async () => {
    await untilAsked();
    for (const page of [own, drawn]) await shows(page, 'the class is asked');
    await sees('student', 'the class is asked');
    await picture(own, 'class-asked');
  });
  await step('a server that is killed in a question', async () => {
    await own.keyboard.type('a guess');
    await own.keyboard.press('Enter');
    await shows(own, 'your guess is in');
    await drawn.keyboard.type('another');
    await drawn.keyboard.press('Enter');
    await sees('teacher', '2 of 3 have guessed');
    await pause(4000); // a class is kept some seconds after something has changed
    killed();
    await shows(own, 'the line to the class is broken');
    await shows(drawn, 'the connection has ended');
    teaches('--lesson', 'norm');
    await sees('teacher', 'class: 1 here');
    await untilAsked();
    await shows(own, 'your guess is in');
    await drawn.click('#door button');
    await shows(drawn, 'your guess is in');
    await comesBySSH();
    await sees('teacher', '2 of 3 have guessed');
    await sees('student', 'type a guess');
  });
  await step('guesses, and what the class guessed', async () => {
    await drawn.keyboard.type('something else');
    await drawn.keyboard.press('Enter');
    type('student', '3');
    press('student', 'Enter');
    await sees('student', 'your guess is in');
    await sees('teacher', '3 of 3 have guessed');
    press('teacher', 'Enter');
    for (const page of [own, drawn]) await shows(page, 'what the class guessed');
    await sees('student', 'what the class guessed');
    await picture(own, 'class-guessed');
    await picture(drawn, 'class-phone');
    press('teacher', 'Escape');
  });
  await step('F lets go and comes back, H raises a hand', async () => {
    await shows(own, 'you follow the teacher');
    await own.keyboard.press('F');
    await shows(own, 'you explore');
    await own.keyboard.press('4');
    await shows(own, 'temperature');
    await own.keyboard.press('H');
    await sees('teacher', '2 follow, 1 explore');
    await sees('teacher', 'one hand is raised');
    await picture(own, 'class-explores');
    await own.setViewportSize({width: 700, height: 500});
    await shows(own, 'temperature');
  });
  await step('who loads the page again is where they were', async () => {
    await pause(1500); // where they are is told once a second
    await own.reload();
    await own.waitForSelector('#screen.alive');
    await shows(own, 'you explore');
    await shows(own, 'temperature');
    await own.keyboard.press('F');
    await shows(own, 'you follow the teacher');
    await sees('teacher', '3 follow, 0 explore');
  });
  await step('a server that is killed, and another one', async () => {
    killed();
    await shows(own, 'the line to the class is broken');
    await shows(drawn, 'the connection has ended');
    teaches();
    await sees('teacher', 'class: 1 here');
    await shows(own, 'you follow the teacher');
    press('teacher', '4');
    await shows(own, 'temperature');
    await drawn.click('#door button');
    await sees('teacher', 'class: 2 here');
    await shows(drawn, 'temperature');
  });
  await step('a training is followed, each at its own size', async () => {
    await comesBySSH();
    await sees('teacher', 'class: 3 here');
    press('teacher', '5');
    await sees('teacher', '▸5');
    for (let n = 0; n < 20 && !/ race \d+ of/.test(screen('teacher')); n++) {
      const view = screen('teacher').split('\n')[1];
      press('teacher', 'v');
      while (screen('teacher').split('\n')[1] === view) await pause(20);
    }
    await sees('student', 'Six small networks');
    press('teacher', 'Space');
    const behind = [];
    while (!screen('teacher').includes('right answers')) {
      const at = [trained(screen('teacher')), trained(screen('student')), trained(await rows(drawn)), trained(await rows(own))];
      if (at.every((n) => n > 0)) behind.push(at);
      if (behind.length === 5) await picture(own, 'class-trains');
      if (behind.length === 5) await picture(drawn, 'class-phone-trains');
      await pause(100);
    }
    assert.ok(behind.length > 0, 'nobody sees it train');
    for (const page of [own, drawn]) await shows(page, 'right answers');
    await sees('student', 'right answers');
    const said = sentence(screen('teacher'));
    assert.ok(said, screen('teacher'));
    for (const shown of [screen('student'), await rows(drawn), await rows(own)]) assert.equal(sentence(shown), said);
    await picture(own, 'class-trained');
    const most = [1, 2, 3].map((i) => Math.max(...behind.map((at) => at[0] - at[i])));
    return `steps behind at most: ssh ${most[0]}, drawn ${most[1]}, computed ${most[2]}; ${said}`;
  });
  await step('the end is said to all', async () => {
    const start = Date.now();
    process.kill(Number(tmux('display-message', '-p', '-t', 'teacher', '#{pane_pid}')), 'SIGTERM');
    for (const page of [own, drawn]) await shows(page, 'the class is over');
    return `${Date.now() - start} ms`;
  });
  assert.deepEqual(own.complaints.concat(drawn.complaints).filter((c) => !/WebSocket/.test(c)), []);
} catch (e) {
  for (const page of [own, drawn]) if (page) console.error(page.url(), page.complaints, await rows(page).catch(() => ''));
  throw e;
} finally {
  await browser.close();
  try {
    tmux('kill-server');
  } catch {} // all have left
  fs.rmSync(folder, {recursive: true, force: true, maxRetries: 10, retryDelay: 200});
}
