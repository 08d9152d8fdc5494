// The gate counter. What is counted is written down on the phone first and sent as absolute totals a minute, so that
// a message that comes twice, late, or not at all for an hour changes nothing. Without this script the form does it.

/**
 * @typedef {{ people: number, revision: number, sent: number }} Cell
 * @typedef {{ device: string, revision: number, cells: Record<string, Cell>, log: { cell: string, people: number }[] }} Book
 */

const form = document.querySelector('form.gate');
const gate = form instanceof HTMLFormElement ? (form.dataset['gate'] ?? '') : '';
const place = `gate:${gate}`;
const all = { in: 0, out: 0 };
let sending = false;
let connection = 'online';

/** @returns {Book} */
const open = () => {
  const kept = localStorage.getItem(place);
  if (kept) return JSON.parse(kept);
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  const device = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { device, revision: 0, cells: {}, log: [] };
};

/** @param {Book} book */
const keep = (book) => localStorage.setItem(place, JSON.stringify(book));

/** @param {Book} book @param {string} way */
const sum = (book, way) =>
  Object.entries(book.cells).reduce((people, [name, cell]) => (name.startsWith(`${way} `) ? people + cell.people : people), 0);

/** @param {Book} book */
const waiting = (book) => Object.entries(book.cells).filter(([, cell]) => cell.sent < cell.revision);

/** @param {string} selector @param {string | number} text */
const write = (selector, text) => {
  for (const node of document.querySelectorAll(selector)) node.textContent = String(text);
};

const show = () => {
  if (!(form instanceof HTMLFormElement)) return;
  const book = open();
  const unsent = waiting(book).length;
  for (const way of /** @type {const} */ (['in', 'out'])) {
    write(`[data-mine="${way}"]`, sum(book, way));
    if (all[way] > 0) write(`[data-all="${way}"]`, all[way]);
  }
  const last = book.log.at(-1);
  const undo = form.querySelector('[data-undo]');
  if (undo instanceof HTMLElement) undo.hidden = !last;
  write('[data-last]', last ? ` ${last.cell.split(' ')[0] === 'in' ? '+' : '−'}${last.people}` : '');
  const state = form.querySelector('[data-state]');
  if (state instanceof HTMLElement) {
    const word = connection === 'online' && unsent > 0 ? 'sending' : connection;
    const said = `${form.dataset[word] ?? ''}${unsent > 0 ? ` · ${form.dataset['waiting']} ${unsent}` : ''}`;
    if (state.textContent !== said) state.textContent = said;
    state.dataset['state'] = word;
  }
};

/** @param {Book} book @param {string} name @param {number} people */
const put = (book, name, people) => {
  const cell = book.cells[name] ?? { people: 0, revision: 0, sent: 0 };
  book.revision += 1;
  book.cells[name] = { ...cell, people: Math.max(0, cell.people + people), revision: book.revision };
};

/** @param {string} way @param {number} people */
const count = (way, people) => {
  const book = open();
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
  let name = `${way} ${minute}`;
  if (people < 0) {
    // Somebody counted too many: the newest minute that holds so many gives them back.
    const holds = Object.keys(book.cells).filter((key) => key.startsWith(`${way} `) && (book.cells[key]?.people ?? 0) >= -people);
    const newest = holds.sort().at(-1);
    if (!newest) return;
    name = newest;
  } else {
    book.log.push({ cell: name, people });
    book.log = book.log.slice(-50);
  }
  put(book, name, people);
  keep(book);
  if ('vibrate' in navigator) navigator.vibrate(people > 0 ? 15 : 40);
  show();
  void send();
};

const undo = () => {
  const book = open();
  const last = book.log.pop();
  if (last) put(book, last.cell, -last.people);
  keep(book);
  show();
  void send();
};

const send = async () => {
  const before = open();
  const cells = waiting(before).slice(0, 500);
  if (sending || cells.length === 0) return;
  sending = true;
  const counts = cells.map(([name, cell]) => {
    const [direction, minute] = name.split(' ');
    return { direction, minute, people: cell.people, revision: cell.revision };
  });
  const answer = await fetch(`/api/v1/gates/${gate}/counts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: before.device, counts }),
  }).catch(() => null);
  sending = false;
  connection = answer === null ? 'offline' : answer.ok ? 'online' : answer.status >= 500 || answer.status === 429 ? 'offline' : 'refused';
  if (answer?.ok) {
    const given = await answer.json();
    all.in = given.people_in;
    all.out = given.people_out;
    // Taps made meanwhile keep their higher revision and wait for the next message.
    const book = open();
    for (const [name, cell] of cells) {
      const now = book.cells[name];
      if (now) now.sent = Math.max(now.sent, cell.revision);
    }
    keep(book);
    if (waiting(book).length > 0) void send();
  }
  show();
};

if (form instanceof HTMLFormElement) {
  form.addEventListener('submit', (event) => {
    const key = event.submitter;
    if (!(key instanceof HTMLButtonElement)) return;
    event.preventDefault();
    if (key.hasAttribute('data-undo')) return undo();
    const [way, people] = key.value.split(' ');
    count(way ?? 'in', Number(people));
  });
  window.addEventListener('online', () => void send());
  window.addEventListener('offline', () => {
    connection = 'offline';
    show();
  });
  window.addEventListener('storage', show);
  // Rarely enough for the battery, often enough for the hall.
  setInterval(() => void send(), 10_000);
  show();
  void send();
}
