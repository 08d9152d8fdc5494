// Keeps a live page in step: a stream with resume, polling when it fails, and a word when nothing comes.

const root = document.querySelector('[data-live]');
const key = root instanceof HTMLElement ? (root.dataset['live'] ?? '') : '';
const BEAT_MS = 15_000;
const REST_EVERY_MS = 5000;

let mark = root instanceof HTMLElement ? (root.dataset['mark'] ?? '') : '';
let heardAt = Date.now();
/** @type {EventSource | null} */
let source = null;
let restDue = 0;
/** @type {{ left: number, at: number } | null} */
let running = null;
/** While the score is under review the page shows the last one both scorers had. */
let frozen = false;

/** @param {string} selector @param {string} text */
const write = (selector, text) => {
  for (const node of root?.querySelectorAll(selector) ?? []) if (node.textContent !== text) node.textContent = text;
};

/** @param {number} ms */
const clockText = (ms) => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** Absolute values: whatever was missed is made good by the next. @param {number[]} figures */
const show = (figures) => {
  const [, , , , , left = -1, isRunning = 0, , , , , , marks = 0] = figures;
  frozen = marks % 2 === 1;
  root?.querySelector('[data-board]')?.classList.toggle('is-frozen', frozen);
  figures.forEach((value, at) => {
    if (frozen && at < 3) return;
    if ([1, 2, 7, 8, 9, 10].includes(at)) write(`[data-figure="${at}"]`, value < 0 ? '–' : String(value));
  });
  running = left >= 0 && isRunning === 1 ? { left, at: Date.now() } : null;
  write('[data-clock]', left >= 0 ? clockText(left) : '');
  const unconfirmed = root?.querySelector('[data-unconfirmed]');
  if (unconfirmed instanceof HTMLElement) unconfirmed.hidden = marks % 2 === 0;
  restDue = restDue || Date.now() + REST_EVERY_MS * (0.3 + Math.random());
};

/** The log, the box score and the words come with the page itself, not too often. */
const renewRest = async () => {
  restDue = 0;
  const answer = await fetch(location.href, { cache: 'no-cache' }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of fresh.querySelectorAll('[data-part]')) {
    const name = part.getAttribute('data-part');
    const here = root?.querySelector(`[data-part="${name}"]`);
    if (here && here.innerHTML !== part.innerHTML) here.innerHTML = part.innerHTML;
  }
  // The score of the fresh page is the agreed one.
  if (frozen) for (const at of [1, 2]) write(`[data-figure="${at}"]`, fresh.querySelector(`[data-figure="${at}"]`)?.textContent ?? '–');
};

const heard = () => {
  heardAt = Date.now();
  state('live');
};

/** @param {'live' | 'stale'} word */
const state = (word) => {
  const line = root?.querySelector('[data-connection]');
  if (!(line instanceof HTMLElement) || !(root instanceof HTMLElement) || line.dataset['state'] === word) return;
  line.dataset['state'] = word;
  line.querySelector('[data-word]')?.remove();
  const said = document.createElement('b');
  said.dataset['word'] = '';
  said.textContent = ` ${(word === 'stale' ? root.dataset['stale'] : root.dataset['good']) ?? ''}`;
  line.append(said);
};

const follow = () => {
  source?.close();
  source = new EventSource(`/live/${key}?since=${encodeURIComponent(mark)}`);
  source.addEventListener('message', (event) => {
    mark = event.lastEventId || mark;
    show(JSON.parse(event.data));
    heard();
  });
  source.addEventListener('snapshot', (event) => {
    mark = event.lastEventId || mark;
    show(JSON.parse(event.data).figures);
    heard();
  });
  source.addEventListener('beat', heard);
};

const poll = async () => {
  const answer = await fetch(`/feed/${key}.json`, { cache: 'no-cache' }).catch(() => null);
  if (!answer?.ok) return;
  const given = await answer.json();
  if (given.id !== mark) {
    mark = given.id;
    show(given.figures);
  }
  heard();
};

if (key) {
  follow();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) source?.close();
    else follow();
  });
  setInterval(() => {
    if (running) write('[data-clock]', clockText(Math.max(0, running.left - (Date.now() - running.at))));
    if (restDue > 0 && Date.now() > restDue && !document.hidden) void renewRest();
  }, 250);
  // Two beats without a word: never trust a stream to say that it is gone.
  setInterval(() => {
    if (document.hidden || Date.now() - heardAt < 2 * BEAT_MS) return;
    state('stale');
    void poll();
    if (source?.readyState === EventSource.CLOSED) follow();
  }, 5000 + Math.random() * 5000);
}
