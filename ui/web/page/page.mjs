// Brings a page of the site to life: its figures, its bar, and the keys for
// fingers. What it says to the user stands in the page, as JSON.
import {Figure, download, written} from './figure.mjs';
import {drawKeys} from './keys.mjs';
import {escaped, lineOf} from './link.mjs';

const words = JSON.parse(document.getElementById('words').textContent);
const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.classList.add('scripted');
if (query.has('embed')) root.classList.add('embed');
navigator.serviceWorker?.register(new URL('../sw.js', import.meta.url)).catch(() => {}); // it is for offline use only

const element = (id) => document.getElementById(id);
const tell = (text) => { element('told').textContent = text; };

// asked is what a figure opens: the link's line, or what stands in the page.
const asked = (box) => ({line: (box.id === 'screen' && lineOf(location.hash)) || box.dataset.line});

// fitting is what the style sheet has room for.
const isNarrow = matchMedia('(max-width: 592px)');
const fitting = () => isNarrow.matches ? [60, 32] : [80, 24];

// size is that of ?size=100x30, within bounds, or what fits.
function size() {
  const [, columns, rows] = query.get('size')?.match(/^(\d{1,3})x(\d{1,3})$/) ?? [];
  if (columns) return [Math.min(Math.max(columns, 40), 250), Math.min(Math.max(rows, 12), 100)];
  return fitting();
}

function begin(box, what = asked(box)) {
  box.figure?.end();
  box.figure?.watcher.disconnect();
  const main = box.id === 'screen';
  if (main && /^play [\w-]+$/.test(what.line)) element('state').textContent = `logitarium ${what.line}`; // a lab says its own
  const figure = new Figure(box, what, {
    size: main ? size : fitting,
    reader: query.has('reader'),
    ahead: main && !query.has('embed'),
    onFollow: ({command, keys}) => {
      if (!main) return;
      if (command && !what.args) {
        history.replaceState(null, '', '#' + escaped(command));
        element('state').textContent = command;
      }
      drawKeys(element('keys'), keys, (bytes) => figure.type(bytes));
    },
    onAlive: () => main && self === top && figure.terminal.focus({preventScroll: true}), // in another page that is not ours to take
    onEnd: (code) => ended(box, code),
  });
  box.querySelector('.again')?.remove();
  figure.live().catch((e) => tell(`${words.failed} ${e.message}`));
}

// ended says how to begin again, over what the program has written last.
function ended(box, code) {
  const again = document.createElement('button');
  again.className = 'again';
  again.textContent = code === 0 ? words.again : words.againAfterError;
  again.onclick = () => begin(box);
  box.append(again);
  if (code === 0) again.focus();
}

// What is dropped is opened in memory, and sent nowhere.
async function open(items) {
  const files = [];
  const take = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push({path: `${path}/${entry.name}`, data: new Uint8Array(await file.arrayBuffer())});
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const e of some) await take(e, `${path}/${entry.name}`);
    }
  };
  const entry = items[0]?.webkitGetAsEntry?.();
  if (!entry) return;
  await take(entry, '/dropped');
  const path = `/dropped/${entry.name}`;
  const args = entry.isDirectory ? (files.some((f) => f.path.endsWith('/config.json')) ? ['--model', path] : ['rag', '--documents', path])
    : entry.name.endsWith('.gguf') ? ['--model', path]
    : entry.name.endsWith('.tape') ? ['play', path] : null;
  if (!args) {
    tell(words.unknownFile);
    return;
  }
  tell(words.dropped);
  begin(element('screen'), {args, files});
}

const screen = element('screen');
if (screen) {
  begin(screen);
  addEventListener('hashchange', () => {
    tell('');
    begin(screen);
  });
  addEventListener('dragover', (e) => e.preventDefault());
  addEventListener('drop', (e) => {
    e.preventDefault();
    open(e.dataTransfer.items).catch((error) => tell(error.message));
  });
  element('share').onclick = async () => {
    const {share} = await import('./share.mjs'); // few ask for it, and it draws codes
    share(screen.figure, element('state').textContent, words);
  };
  element('astext').onclick = async () => {
    const text = element('text');
    text.textContent = '…'; // a lesson is played for it, out of sight
    text.hidden = false;
    text.focus();
    text.textContent = await written({line: `${element('state').textContent} --plain`})
      .then(({bytes}) => new TextDecoder().decode(bytes), (e) => `${words.failed} ${e.message}`);
  };
}

// The figures of a lesson begin when they are scrolled to; those farthest away
// become text again, so that few programs run at once.
const most = 3;
const running = [];
const away = (box) => Math.abs(box.getBoundingClientRect().top - innerHeight / 2);
const watcher = new IntersectionObserver((seen) => {
  for (const {target, isIntersecting} of seen) {
    if (!isIntersecting || running.includes(target)) continue;
    running.push(target);
    begin(target);
    running.sort((a, b) => away(a) - away(b));
    if (running.length > most) running.pop().figure.end();
  }
}, {rootMargin: '100px'});
for (const box of document.querySelectorAll('.step.screen')) watcher.observe(box);

// A guess opens what follows a question.
for (const form of document.querySelectorAll('form.guess')) {
  form.onsubmit = (e) => {
    e.preventDefault();
    const answer = form.nextElementSibling;
    const guess = form.elements.guess.value.trim();
    form.querySelector('output').textContent = guess && `${words.guessed} ${guess}`;
    answer.open = true;
    answer.querySelector('summary').focus();
  };
}

for (const button of document.querySelectorAll('button.recording')) {
  button.onclick = async () => {
    button.disabled = true;
    await written({args: ['record', button.dataset.lesson, '-o', `/${button.dataset.lesson}.cast`]})
      .then(({saved}) => saved.forEach(download), (e) => tell(`${words.failed} ${e.message}`));
    button.disabled = false;
  };
}
