// Shares what a figure shows: as a link, as a block for another page, as a code
// for telephones, and with the checksum of its numbers.
import encodeQR from './qr.mjs';
import {written} from './figure.mjs';
import {escaped} from './link.mjs';

export function share(figure, command, words) {
  const link = new URL('#' + escaped(command), location.href.split(/[?#]/)[0]);
  const embedded = new URL(link);
  embedded.search = '?embed';
  const block = document.createElement('iframe');
  block.src = embedded.href;
  block.title = command;
  block.loading = 'lazy';
  block.setAttribute('style', 'width:100%;aspect-ratio:80/48;border:0');

  const box = document.getElementById('sharing');
  const fields = box.querySelectorAll('input');
  fields[0].value = link.href;
  fields[1].value = block.outerHTML;
  for (const button of box.querySelectorAll('button.copy')) {
    button.textContent = button.dataset.copy ??= button.textContent; // not that it was copied, which was another screen
    const field = button.previousElementSibling;
    button.onclick = async () => {
      try {
        await navigator.clipboard.writeText(field.value); // there is none on a page of plain HTTP
        button.textContent = words.copied;
      } catch {
        field.select();
      }
    };
  }
  const code = box.querySelector('img');
  code.hidden = link.href.length > 1500; // more is hard to scan
  if (!code.hidden) code.src = 'data:image/svg+xml,' + encodeURIComponent(encodeQR(link.href, 'svg', {ecc: 'low'}));
  const sum = box.querySelector('output');
  const none = command.startsWith('logitarium play ') || !crypto.subtle; // a lesson has no numbers; plain HTTP no SHA-256
  for (const p of box.querySelectorAll('p')) p.hidden = none;
  sum.textContent = '…';
  if (!none) checksum(command).then((text) => { sum.textContent = text; }, (e) => { sum.textContent = e.message; });
  box.showModal();
}

// checksum is the beginning of SHA-256 of what COMMAND --json --exact writes, on
// any machine.
async function checksum(command) {
  const {bytes, code} = await written({line: `${command} --json --exact`});
  if (code !== 0) throw new Error(new TextDecoder().decode(bytes));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash.slice(0, 8)].map((b) => b.toString(16).padStart(2, '0')).join('');
}
