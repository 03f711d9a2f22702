// Starts a compiled program: Go's module and that of its kernels, which works on
// the memory of the first.
export async function start(go, module, kernel) {
  let kernels;
  go.importObject.kernel = {
    tile: (c, ldc, a, row, col, b, k, add) => kernels.tile(c, ldc, a, row, col, b, k, add),
    dot: (a, b, n) => kernels.dot(a, b, n),
  };
  const program = await WebAssembly.instantiate(module, go.importObject);
  kernels = (await WebAssembly.instantiate(kernel, {go: {mem: program.exports.mem}})).exports;
  return go.run(program);
}
