// A link is the page and, behind #, the line of the command line that opens what
// it shows, without the program's name.
const longest = 8192; // bytes, as the program takes

export function escaped(command) {
  const line = command.replace(/^logitarium ?/, '');
  return encodeURIComponent(line).replace(/%20/g, '+').replace(/%2C/g, ',').replace(/%3D/g, '=');
}

// lineOf reads a fragment; null where there is none, or none that can be read.
export function lineOf(hash) {
  if (hash.length < 2 || hash.length > 3 * longest) return null;
  try {
    return decodeURIComponent(hash.slice(1).replace(/\+/g, ' '));
  } catch {
    return null;
  }
}
