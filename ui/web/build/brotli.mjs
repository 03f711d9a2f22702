// Compresses a file by brotli's best level, which takes minutes for a program:
//   node brotli.mjs FILE PACKED
import fs from 'node:fs';
import zlib from 'node:zlib';

const [file, packed] = process.argv.slice(2);
const data = fs.readFileSync(file);
const {BROTLI_PARAM_QUALITY: level, BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_SIZE_HINT: size, BROTLI_MAX_WINDOW_BITS: most} = zlib.constants;
fs.writeFileSync(packed, zlib.brotliCompressSync(data, {params: {[level]: 11, [window]: most, [size]: data.length}}));
