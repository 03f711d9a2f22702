// Runs a program that was built for a browser in Node, as
//   node node.mjs PROGRAM.wasm ARGUMENT...
// It is what go test and go run of ui/web/build start.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {start} from './program.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
globalThis.fs = fs;
globalThis.path = path;
globalThis.require = createRequire(import.meta.url);
globalThis.crypto ??= require('node:crypto').webcrypto;
await import(path.join(execFileSync('go', ['env', 'GOROOT'], {encoding: 'utf8'}).trim(), 'lib/wasm/wasm_exec.js'));

// The files of core/attached, where the repository and its modules have them.
globalThis.attached = (name) => {
  const fonts = () => path.join(execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'golang.org/x/image'], {cwd: here, encoding: 'utf8'}).trim(), 'font/gofont/ttfs');
  const top = path.join(here, '../../..');
  try {
    if (name.endsWith('.po')) { // the files of a language, one after the other
      const folder = path.join(top, name.slice(0, -'.po'.length));
      return new Uint8Array(Buffer.concat(fs.readdirSync(folder).filter((f) => f.endsWith('.po')).sort().flatMap((f) => [fs.readFileSync(path.join(folder, f)), Buffer.from('\n')])));
    }
    return new Uint8Array(fs.readFileSync(name.startsWith('fonts/') ? path.join(fonts(), path.basename(name)) : path.join(top, name)));
  } catch (e) {
    return e.message;
  }
};

const go = new Go();
go.argv = process.argv.slice(2);
go.env = {TMPDIR: os.tmpdir(), ...process.env};
go.exit = process.exit;
process.on('exit', (code) => { // with nothing to wait for Node ends: Go says which goroutines wait forever
  if (code === 0 && !go.exited) {
    go._pendingEvent = {id: 0};
    go._resume();
  }
});
const module = (file) => WebAssembly.compile(fs.readFileSync(file));
await start(go, await module(process.argv[2]), await module(path.join(here, '../../../core/tensor/kernel.wasm')));
