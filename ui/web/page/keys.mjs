// The keys that a program names, as buttons for fingers, and what is typed for each.
const typed = {
  enter: '\r', esc: '\x1b', space: ' ', tab: '\t', '↑': '\x1b[A', '↓': '\x1b[B', '→': '\x1b[C', '←': '\x1b[D',
  pgup: '\x1b[5~', pgdn: '\x1b[6~', 'ctrl+c': '\x03', 'ctrl+u': '\x15', 'ctrl+_': '\x1f',
};

// drawKeys fills a row with the keys that do something now: pairs of a name and what
// it does. Type takes what is typed. A button whose key stays is kept as it is: it
// keeps the focus of a screen reader, and the press that is on it.
export function drawKeys(row, keys, type) {
  const wanted = new Map();
  for (const [name, does] of keys) {
    const parts = /^[↑↓←→]+$/u.test(name) ? [...name] : name.split('/').filter(Boolean).length > 1 ? name.split('/') : [name];
    for (const part of parts) {
      const bytes = typed[part] ?? ([...part].length === 1 ? part : null);
      if (bytes !== null && !wanted.has(part)) wanted.set(part, {bytes, does, label: parts.length === 1}); // else it is a range of keys
    }
  }
  const kept = new Map();
  for (const b of [...row.children]) {
    if (wanted.has(b.value)) kept.set(b.value, b);
    else b.remove();
  }
  let next = row.firstChild;
  for (const [part, {bytes, does, label}] of wanted) {
    const b = kept.get(part) ?? document.createElement('button');
    if (b.getAttribute('aria-label') !== does) {
      b.value = part;
      b.setAttribute('aria-label', does);
      b.replaceChildren(part);
      if (label) {
        const small = document.createElement('small');
        small.textContent = does;
        b.append(' ', small);
      }
    }
    b.onclick = () => type(bytes);
    b.onpointerdown = (e) => e.preventDefault(); // the screen keeps the focus
    if (b === next) next = b.nextSibling;
    else row.insertBefore(b, next);
  }
}
