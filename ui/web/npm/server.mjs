// A static server as tests need one: the compressed form of a file where there
// is one.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.js': 'text/javascript', '.css': 'text/css',
  '.wasm': 'application/wasm', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
};

export function serve(folder, {compressed = true} = {}) {
  const server = http.createServer((request, response) => {
    let name = path.join(folder, path.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)));
    if (name.endsWith('/')) name += 'index.html';
    const type = types[path.extname(name)] ?? 'application/octet-stream';
    const packed = compressed && fs.existsSync(name + '.br');
    fs.readFile(packed ? name + '.br' : name, (error, data) => {
      response.writeHead(error ? 404 : 200, {'content-type': type, ...(packed && !error && {'content-encoding': 'br'})});
      response.end(error ? 'not here' : data);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close(),
  })));
}
