// Starts a compiled program: Go's module, that of its kernels, which works on the
// memory of the first, and on a page one that fills that memory: see ui/web/build.
// go.fill then takes another such one, while the program runs.
export async function start(go, module, kernel, filling) {
  let kernels;
  go.importObject.kernel = {
    tile: (c, ldc, a, row, col, b, k, add) => kernels.tile(c, ldc, a, row, col, b, k, add),
    dot: (a, b, n) => kernels.dot(a, b, n),
  };
  const program = await WebAssembly.instantiate(module, go.importObject);
  kernels = (await WebAssembly.instantiate(kernel, {go: {mem: program.exports.mem}})).exports;
  const {mem} = program.exports;
  if (filling) {
    const {from, to, finder, buckets, list, count, numbers} = (await WebAssembly.instantiate(filling, {go: {mem}})).exports;
    whole(mem.buffer, from.value, to.value);
    find(mem.buffer, finder.value, buckets.value);
    rows(mem.buffer, list.value, count.value, numbers.value);
  }
  go.fill = (module) => new WebAssembly.Instance(module, {go: {mem}});
  return go.run(program);
}

// whole puts the bytes of the weights together, whose low ones stand before the
// high ones.
function whole(memory, from, to) {
  const numbers = new Uint8Array(memory, from, to - from);
  const halves = numbers.slice();
  const half = halves.length / 2;
  for (let i = 0; i < half; i++) {
    numbers[2 * i] = halves[i];
    numbers[2 * i + 1] = halves[half + i];
  }
}

// find puts back what finds the function of an address: sixteen buckets for each,
// of five numbers, the function's and zeros.
function find(memory, finder, buckets) {
  const words = new Uint32Array(memory, finder);
  for (let i = 0; i < buckets; i++) words[5 * i] = i >>> 4;
}

// rows puts together what Go's runtime knows of each function, as its list says
// where, from columns: the first number of each, the second one, and so on.
function rows(memory, list, count, numbers) {
  const words = new Uint32Array(memory, list);
  const first = 2 * (count + 1);
  const columns = words.slice(first, first + numbers);
  const starts = new Uint32Array(count);
  const lengths = new Uint32Array(count);
  let next = first;
  for (let i = 0; i < count; i++) {
    starts[i] = next;
    lengths[i] = 11 + columns[7 * count + i] + (columns[10 * count + i] >>> 24);
    next += lengths[i] + lengths[i] % 2;
  }
  words.fill(0, first, next);
  for (let k = 0, at = 0; at < numbers; k++) {
    for (let i = 0, last = 0; i < count; i++) {
      if (k >= lengths[i]) continue;
      const number = columns[at++] + last;
      words[starts[i] + k] = number;
      if (k < 2) last = number; // these two are differences
    }
  }
  for (let i = 0; i < count; i++) {
    words[2 * i] = words[starts[i]];
    words[2 * i + 1] = 4 * starts[i];
  }
}
