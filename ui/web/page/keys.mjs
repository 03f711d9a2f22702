// The keys that a program names, as buttons for fingers, and what is typed for each.
const typed = {
  enter: '\r', esc: '\x1b', space: ' ', tab: '\t', '↑': '\x1b[A', '↓': '\x1b[B', '→': '\x1b[C', '←': '\x1b[D',
  pgup: '\x1b[5~', pgdn: '\x1b[6~', 'ctrl+c': '\x03', 'ctrl+u': '\x15', 'ctrl+_': '\x1f',
};

// drawKeys fills a row with the keys that do something now: pairs of a name and what
// it does. Type takes what is typed.
export function drawKeys(row, keys, type) {
  const buttons = [];
  for (const [name, does] of keys) {
    const parts = /^[↑↓←→]+$/u.test(name) ? [...name] : name.split('/').filter(Boolean).length > 1 ? name.split('/') : [name];
    for (const part of parts) {
      const bytes = typed[part] ?? ([...part].length === 1 ? part : null);
      if (bytes === null) continue; // a range of keys
      const b = document.createElement('button');
      b.append(part);
      if (parts.length === 1) {
        const label = document.createElement('small');
        label.textContent = does;
        b.append(' ', label);
      }
      b.setAttribute('aria-label', does);
      b.onclick = () => type(bytes);
      b.onpointerdown = (e) => e.preventDefault(); // the screen keeps the focus
      buttons.push(b);
    }
  }
  row.replaceChildren(...buttons);
}
