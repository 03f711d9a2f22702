// A figure is a program on the page: a terminal, and a worker that draws in it.
import {Terminal} from './xterm.mjs';
import {UnicodeGraphemesAddon} from './addon-unicode-graphemes.mjs';

const here = new URL('.', import.meta.url);

// compiled is the program, for all figures of the page: its code, the kernels, and
// what its memory begins with.
let compiled;
const modules = () => compiled ??= Promise.all(['logitarium.wasm', 'kernel.wasm', 'memory.wasm'].map(compile));

// compile loads a module. It may be large: a host that does not compress is asked
// for the compressed file.
async function compile(name) {
  const plain = await fetch(new URL(name, here));
  if (!plain.ok) throw new Error(`${plain.status} ${plain.statusText}`);
  if (plain.headers.get('content-encoding') || typeof DecompressionStream === 'undefined') return WebAssembly.compileStreaming(plain);
  const packed = await fetch(new URL(`${name}.gz`, here)).catch(() => null);
  if (!packed?.ok || packed.headers.get('content-encoding')) return WebAssembly.compileStreaming(plain);
  plain.body.cancel();
  const stream = packed.body.pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compileStreaming(new Response(stream, {headers: {'content-type': 'application/wasm'}}));
}

// run starts a program and returns its worker. Asked is a link's line, or how a
// class opens it, or args and files of the user's own.
async function run({line, opening, args = [], files = []}, size, take) {
  const [module, kernel, filling] = await modules();
  const worker = new Worker(new URL('worker.mjs', here), {type: 'module'});
  worker.onmessage = ({data}) => take(data, worker);
  worker.onerror = (e) => take({drawn: new TextEncoder().encode(e.message ?? 'error'), ended: 1}, worker);
  worker.postMessage({module, kernel, filling, line, opening, args, size, files, language: document.documentElement.lang});
  return worker;
}

// written runs a program that writes and ends, and returns its output, its files
// and its exit code.
export function written(asked) {
  const drawn = [];
  const saved = [];
  return new Promise((resolve, reject) => {
    run(asked, [80, 24], (data, worker) => {
      if (data.drawn) drawn.push(data.drawn);
      if (data.saved) saved.push(data.saved);
      if (data.ended === undefined) return;
      worker.terminate();
      new Blob(drawn).arrayBuffer().then((all) => resolve({bytes: new Uint8Array(all), saved, code: data.ended}));
    }).catch(reject);
  });
}

export class Figure {
  // The element holds frames as text, in pre.wide and pre.narrow, until the first
  // frame of the program is there. Size returns columns and rows.
  constructor(element, asked, {onFollow = () => {}, onAlive = () => {}, onSaved = download, onSay = () => {}, onEnd = () => {}, size = () => [80, 24], reader = false, ahead = false} = {}) {
    Object.assign(this, {element, asked, onFollow, onAlive, onSaved, onSay, onEnd, size, reader, ahead});
    element.figure = this;
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(element);
    this.fit();
  }

  // fit gives the letters the size at which the screen fills its box.
  fit() {
    const [columns, rows] = this.size();
    const cell = measured();
    const box = this.element;
    const row = (font) => Math.ceil(font * cell.height * devicePixelRatio - .01) / devicePixelRatio; // as the terminal rounds it
    let font = Math.min(24, Math.floor(box.clientWidth / columns / cell.width * 4) / 4);
    while (font > 5 && rows * row(font) > box.clientHeight) font -= .25;
    box.style.setProperty('--font', `${font}px`);
    box.style.setProperty('--row', `${row(font)}px`);
    if (!this.terminal) return;
    this.terminal.options.fontSize = font;
    if (columns !== this.terminal.cols || rows !== this.terminal.rows) {
      this.terminal.resize(columns, rows);
      this.worker?.postMessage({size: [columns, rows]});
    }
  }

  // live starts the program.
  async live() {
    const [columns, rows] = this.size();
    const t = this.terminal = new Terminal({
      allowProposedApi: true, cols: columns, rows, scrollback: 0, convertEol: true, screenReaderMode: this.reader,
      fontFamily: getComputedStyle(this.element).getPropertyValue('--mono'), fontSize: 12, lineHeight: 1,
      theme: {background: '#121212', foreground: '#d8d8d8'},
    });
    t.loadAddon(new UnicodeGraphemesAddon());
    this.screen = document.createElement('div');
    this.screen.className = 'live';
    this.element.append(this.screen);
    t.open(this.screen);
    this.fit();
    t.onData((typed) => this.type(typed));
    t.onBinary((typed) => this.type(typed));
    t.parser.registerOscHandler(52, (text) => { // what the program copies
      const bytes = Uint8Array.from(atob(text.split(';')[1] ?? ''), (c) => c.charCodeAt(0));
      navigator.clipboard?.writeText(new TextDecoder().decode(bytes)).catch(() => {});
      return true;
    });
    this.fingers();
    try {
      this.worker = await run(this.asked, this.size(), (data) => this.take(data));
      if (this.gone) this.worker.terminate();
      else if (this.heard) this.worker.postMessage({heard: this.heard});
    } catch (e) {
      this.element.dataset.failed = e.message;
      this.end();
      throw e;
    }
  }

  take(data) {
    if (data.drawn) {
      this.terminal?.write(data.drawn, () => this.terminal && !this.alive && this.awake());
    }
    if (data.follows) this.onFollow(data.follows);
    if (data.saved) this.onSaved(data.saved);
    if (data.said) this.onSay(data.said);
    if (data.ended !== undefined) {
      this.worker?.terminate();
      this.worker = null;
      this.onEnd(data.ended);
    }
  }

  // awake takes the frame as text away once there is another one: what is written
  // first sets modes.
  awake() {
    const {active} = this.terminal.buffer;
    let drawn = 0;
    for (let y = 0; y < this.terminal.rows; y++) drawn += active.getLine(active.viewportY + y)?.translateToString(true) ? 1 : 0;
    if (drawn === 0) return;
    this.alive = true;
    this.element.classList.add('alive');
    performance.mark('logitarium-first-frame');
    if (this.ahead) this.worker?.postMessage({ahead: true});
    this.onAlive();
  }

  type(typed) {
    this.worker?.postMessage({typed});
  }

  // hear hands on what a class says; what it says last counts.
  hear(heard) {
    this.heard = heard;
    this.worker?.postMessage({heard});
  }

  // end leaves the frame as text.
  end() {
    this.gone = true;
    this.alive = false;
    this.worker?.terminate();
    this.terminal?.dispose();
    this.screen?.remove();
    this.worker = this.terminal = this.screen = null;
    this.element.classList.remove('alive');
  }

  // fingers makes a touch what the mouse of a terminal is: drags turn knobs.
  fingers() {
    const report = (e, code, end) => {
      if (e.pointerType !== 'touch') return;
      const box = this.screen.querySelector('.xterm-screen').getBoundingClientRect();
      const x = Math.floor((e.clientX - box.left) / box.width * this.terminal.cols) + 1;
      const y = Math.floor((e.clientY - box.top) / box.height * this.terminal.rows) + 1;
      const at = `${x};${y}`;
      if (code === 32 && at === this.touched) return;
      this.touched = at;
      this.type(`\x1b[<${code};${at}${end}`);
    };
    this.screen.addEventListener('pointerdown', (e) => report(e, 0, 'M'));
    this.screen.addEventListener('pointermove', (e) => e.buttons && report(e, 32, 'M'));
    for (const end of ['pointerup', 'pointercancel']) this.screen.addEventListener(end, (e) => report(e, 0, 'm'));
  }
}

// measured is the size of a cell, in letters of one pixel.
let cell;
export function measured() {
  if (cell) return cell;
  const probe = document.createElement('pre');
  probe.className = 'probe';
  probe.textContent = 'M'.repeat(100);
  document.body.append(probe);
  const box = probe.getBoundingClientRect();
  cell = {width: box.width / 100 / 100, height: box.height / 100};
  probe.remove();
  return cell;
}

// download hands a file that the program has saved to the user.
export function download({path, bytes}) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(new Blob([bytes]));
  a.download = path.split('/').pop();
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}
