// A seat in a class: a terminal whose program runs on the server. What is typed
// goes there, and what is drawn comes from there, over one WebSocket.
import {Terminal} from '../runtime/xterm.mjs';

const element = (id) => document.getElementById(id);
const words = document.body.dataset;
const say = (text) => { element('said').textContent = text; };

const word = decodeURIComponent(location.hash.slice(1)); // is sent to nobody but the server below
element('word').value = word;

// measure is how many cells have room, by the size of one.
function measure(terminal) {
  const room = element('screen'), cell = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
  if (!cell?.width) return [80, 24];
  const columns = Math.floor((room.clientWidth - 8) / (cell.width / terminal.cols));
  const rows = Math.floor((room.clientHeight - 8) / (cell.height / terminal.rows));
  return [Math.max(columns, 20), Math.max(rows, 8)];
}

function enter() {
  const url = new URL('room', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const phone = matchMedia('(max-width: 592px)').matches;
  const terminal = new Terminal({
    cols: 80, rows: 24, fontSize: phone ? 11 : 15, scrollback: 0, allowProposedApi: true,
    theme: {background: '#101418', foreground: '#d8dee4'},
  });
  const encoder = new TextEncoder();
  const type = (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(encoder.encode(text)); };
  const resize = () => {
    const [columns, rows] = measure(terminal);
    terminal.resize(columns, rows);
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({columns, rows}));
  };
  let said = '';
  socket.onopen = () => {
    say('');
    element('door').hidden = true;
    element('room').hidden = false;
    terminal.open(element('screen'));
    const [columns, rows] = measure(terminal);
    terminal.resize(columns, rows);
    socket.send(JSON.stringify({word: element('word').value, name: element('name')?.value ?? '', columns, rows}));
    terminal.onData(type);
    terminal.focus();
    addEventListener('resize', resize);
  };
  socket.onmessage = ({data}) => {
    if (typeof data === 'string') said = JSON.parse(data).said;
    else terminal.write(new Uint8Array(data));
  };
  socket.onclose = () => {
    removeEventListener('resize', resize);
    element('keys').onclick = null;
    terminal.dispose();
    element('room').hidden = true;
    element('door').hidden = false;
    say(said || words.lost);
  };
  element('keys').onclick = ({target}) => {
    if (target.dataset.key) type(target.dataset.key);
    terminal.focus();
  };
}

element('door').onsubmit = (event) => {
  event.preventDefault();
  enter();
};
if (word) enter();
