// A seat in a class. Where the browser can, the program runs here: a line to the
// server says what the teacher shows, and takes guesses and how the student takes
// part. Else the program runs on the server, what is typed goes there, and what is
// drawn comes from there. Either is one WebSocket.
const element = (id) => document.getElementById(id);
const words = document.body.dataset;
const say = (text) => { element('said').textContent = text; };

const word = decodeURIComponent(location.hash.slice(1)); // is sent to nobody but the server below
element('word').value = word;
const query = new URLSearchParams(location.search);
const computes = words.line === 'yes' && !query.has('drawn') && typeof WebAssembly === 'object' && typeof Worker === 'function';

function socket(name) {
  const url = new URL(name, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = url.hash = '';
  return new WebSocket(url);
}

const who = () => ({word: element('word').value, name: element('name')?.value ?? ''});

function into(room) {
  say('');
  element('door').hidden = room;
  element('room').hidden = !room;
}

function leave(text) {
  element('keys').replaceChildren();
  into(false);
  say(text);
}

const phone = matchMedia('(max-width: 592px)');
const least = {columns: 20, rows: 8}, most = {columns: 300, rows: 120}; // as the server has them
const within = (n, side) => Math.min(Math.max(Math.floor(n), least[side]), most[side]);

// sit takes a seat whose program runs here.
async function sit() {
  const [{Figure, measured}, {drawKeys}] = await Promise.all([import('../runtime/figure.mjs'), import('../runtime/keys.mjs')]);
  const box = element('screen');
  let figure, said = '', tries = 0, gone = false;
  const kept = {}; // what the class is told again by a new line
  let line, timer;

  const send = (text) => line?.readyState === WebSocket.OPEN && line.send(text);
  // What a student does is told at once; where they are, once a second.
  const tell = (text) => {
    const [kind] = Object.keys(JSON.parse(text));
    if (kind !== 'Guess') kept[kind] = text;
    if (kind !== 'At') send(text);
    else timer ??= setTimeout(() => { timer = null; send(kept.At); }, 1000);
  };

  const end = (text) => {
    gone = true;
    clearTimeout(timer);
    line?.close();
    figure?.watcher.disconnect();
    figure?.end();
    box.replaceChildren();
    leave(text);
  };
  const drawn = () => {
    end('');
    enter(draw);
  };

  const begin = (opening) => {
    into(true);
    element('told').textContent = words.loading;
    const size = () => {
      const cell = measured(), font = phone.matches ? 11 : 15;
      return [within(box.clientWidth / (cell.width * font), 'columns'), within(box.clientHeight / (cell.height * font), 'rows')];
    };
    figure = new Figure(box, {opening: JSON.stringify(opening)}, {
      size, reader: query.has('reader'), ahead: true, onSay: tell,
      onFollow: (shown) => drawKeys(element('keys'), shown.keys, (text) => figure.type(text)),
      onAlive: () => {
        element('told').textContent = '';
        figure.terminal.focus({preventScroll: true});
      },
      onEnd: (code) => (figure.alive && code === 0 ? end('') : drawn()),
    });
    figure.live().catch(drawn); // the server draws where this browser can't
  };

  const connect = () => {
    line = socket('line');
    line.onopen = () => line.send(JSON.stringify(who()));
    line.onmessage = ({data}) => {
      const told = JSON.parse(data);
      if (told.Said !== undefined) said = told.Said;
      else if (told.Opening && !figure) begin(told.Opening);
      else if (told.Opening) Object.values(kept).forEach(send);
      else figure.hear(data);
      if (told.Opening) tries = 0;
    };
    line.onclose = () => {
      if (gone) return;
      if (said || !figure) {
        end(said || words.lost);
        return;
      }
      figure.hear('{"Away":true}');
      setTimeout(() => gone || connect(), Math.min(1000 * 2 ** tries++, 15000) * (.5 + Math.random() / 2)); // not all at once
    };
  };
  connect();
}

// draw takes a seat whose program runs on the server.
async function draw() {
  const [{Terminal}, {drawKeys}] = await Promise.all([import('../runtime/xterm.mjs'), import('../runtime/keys.mjs')]);
  const room = element('screen');
  const terminal = new Terminal({
    cols: 80, rows: 24, fontSize: phone.matches ? 11 : 15, scrollback: 0, allowProposedApi: true,
    theme: {background: '#101418', foreground: '#d8dee4'},
  });
  // measure is how many cells have room, by the size of one.
  const measure = () => {
    const cell = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
    if (!cell?.width) return [80, 24];
    return [within((room.clientWidth - 8) / (cell.width / terminal.cols), 'columns'), within((room.clientHeight - 8) / (cell.height / terminal.rows), 'rows')];
  };
  const line = socket('room');
  line.binaryType = 'arraybuffer';
  const encoder = new TextEncoder();
  const type = (text) => { if (line.readyState === WebSocket.OPEN) line.send(encoder.encode(text)); };
  const resize = () => {
    const [columns, rows] = measure();
    terminal.resize(columns, rows);
    if (line.readyState === WebSocket.OPEN) line.send(JSON.stringify({columns, rows}));
  };
  let said = '';
  line.onopen = () => {
    into(true);
    terminal.open(room);
    const [columns, rows] = measure();
    terminal.resize(columns, rows);
    line.send(JSON.stringify({...who(), columns, rows}));
    terminal.onData(type);
    terminal.focus();
    addEventListener('resize', resize);
  };
  line.onmessage = ({data}) => {
    if (typeof data !== 'string') {
      terminal.write(new Uint8Array(data));
      return;
    }
    const told = JSON.parse(data);
    if (told.Keys) drawKeys(element('keys'), told.Keys, type);
    else said = told.Said ?? '';
  };
  line.onclose = () => {
    removeEventListener('resize', resize);
    terminal.dispose();
    leave(said || words.lost);
  };
}

function enter(how = computes ? sit : draw) {
  how().catch(() => say(words.lost));
}

element('door').onsubmit = (event) => {
  event.preventDefault();
  enter();
};
if (word) enter();
