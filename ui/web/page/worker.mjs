// Runs one program in a thread of its own, so that the page never waits for it.
// The first message says what to run, the others what is typed and how large the
// screen is.
import {Files} from './files.mjs';
import {start} from './program.mjs';

// The files of core/attached are asked for in the middle of a computation, so
// this thread waits for one that is not there yet. Those of the page's own figure
// are loaded ahead, after its first frame.
const ahead = new Map();
globalThis.attached = (path) => {
  const there = ahead.get(path);
  if (there) return there;
  const request = new XMLHttpRequest();
  request.open('GET', new URL(path, import.meta.url), false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch (e) {
    return e.message;
  }
  return request.status === 200 ? new Uint8Array(request.response) : `${request.status} ${request.statusText}`;
};

async function loadAhead() {
  const list = await (await fetch(new URL('attached.json', import.meta.url))).json();
  for (const path of list) {
    const got = await fetch(new URL(path, import.meta.url));
    if (got.ok) ahead.set(path, new Uint8Array(await got.arrayBuffer()));
  }
}

// hearing hands what a class says to the program, which may not listen yet: what
// was said last counts.
const hearing = {
  last: null, hear: null,
  take(text) {
    this.last = text;
    this.hear?.(text);
  },
  listen(hear) {
    this.hear = hear;
    if (this.last) setTimeout(() => hear(this.last)); // not in the middle of a call
  },
};

onmessage = async ({data: {module, kernel, filling, line, opening, args, size, files, language}}) => {
  const host = {line, opening, args, size, language};
  onmessage = ({data}) => { // the program may not be there yet
    if (data.typed !== undefined) host.type?.(data.typed);
    if (data.size) host.resize ? host.resize(...data.size) : host.size = data.size;
    if (data.heard) hearing.take(data.heard);
    if (data.ahead) loadAhead().catch(() => {}); // asked for again where one is needed
  };
  const post = (message, moved = []) => postMessage(message, moved);
  const memory = new Files(
    (bytes) => post({drawn: bytes.slice()}),
    (path, bytes) => post({saved: {path, bytes}}),
  );
  for (const f of files) memory.put(f.path, f.data);
  globalThis.fs = memory.fs();
  globalThis.process = {
    getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [],
    pid: 1, ppid: 0, umask: () => 0, cwd: () => '/', chdir: () => {},
  };
  await import('./wasm_exec.js');
  Object.defineProperty(host, 'hear', {set: (hear) => hearing.listen(hear)});
  Object.assign(host, {
    write: (bytes) => post({drawn: bytes}, [bytes.buffer]),
    follows: (command, keys) => post({follows: {command, keys}}),
    say: (text) => post({said: text}),
    ended: (code) => post({ended: code}),
  });
  globalThis.logitarium = host;
  const go = new Go();
  globalThis.named = () => { // for the report of a crash, in the middle of it
    const names = attached('names.wasm');
    if (typeof names !== 'string') go.fill(new WebAssembly.Module(names));
  };
  go.env = {HOME: '/', TMPDIR: '/tmp'};
  await start(go, module, kernel, filling);
};
