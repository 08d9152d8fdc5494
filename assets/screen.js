// A screen nobody touches: the last picture stays whatever happens, and the next one comes by itself.

const root = /** @type {HTMLElement} */ (document.getElementById('screen'));
const { kind = '', fixture = '' } = root.dataset;
const SILENCE_MS = 35_000;
const CLOCK_SILENCE_MS = 20_000;

/** @param {string} tag @param {string} name @param {...(Node | string)} children */
const part = (tag, name, ...children) => {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
};

/** @param {number} ms */
const clockText = (ms) => {
  if (ms < 60_000) return (Math.ceil(ms / 100) / 10).toFixed(1);
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const watchGame = () => {
  /** @type {any} */
  const given = JSON.parse(root.dataset['given'] ?? '{}');
  const words = JSON.parse(root.dataset['words'] ?? '{}');
  /** @type {number[]} */
  let figures = given.figures;
  let [heardAt, gotAt, mark] = [Date.now(), Date.now(), String(given.id)];
  // What cannot change keeps its place; what changes is text only.
  const points = { a: part('b', 'points'), b: part('b', 'points') };
  const fouls = { a: part('span', 'fouls'), b: part('span', 'fouls') };
  const middle = part('span', 'period');
  const clock = part('span', 'clock');
  const review = part('span', 'review');
  const name = (/** @type {'a' | 'b'} */ side) => part('span', 'team', given[side].short);
  const swatch = (/** @type {string | null} */ colour) => {
    const holder = part('span', 'swatch');
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const rectangle = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [attribute, value] of [['width', '100%'], ['height', '100%'], ['fill', /^#[0-9a-fA-F]{6}$/.test(colour ?? '') ? String(colour) : '#f2a900']]) rectangle.setAttribute(String(attribute), String(value));
    svg.append(rectangle);
    holder.append(svg);
    return holder;
  };
  const line = (/** @type {'a' | 'b'} */ side) => part('div', 'line', swatch(given[side].dark), name(side), points[side], fouls[side]);
  root.append(
    kind === 'bug'
      ? part('div', 'face', part('div', 'lines', line('a'), line('b')), part('div', 'side', middle), part('div', 'side', clock, review))
      : part('div', 'face', name('a'), name('b'), points.a, points.b, part('div', 'under', fouls.a, part('span', 'when', middle, ' ', clock, ' ', review), fouls.b)),
  );
  const write = (/** @type {HTMLElement} */ element, /** @type {string} */ text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const show = () => {
    const [, a, b, period = 0, phase = 0, left = -1, running = 0, foulsA = -1, foulsB = -1, , , , marks = 0] = figures;
    write(points.a, String(a ?? ''));
    write(points.b, String(b ?? ''));
    write(fouls.a, foulsA < 0 ? '' : kind === 'bug' ? `F${foulsA}` : `${words.fouls} ${foulsA}`);
    write(fouls.b, foulsB < 0 ? '' : kind === 'bug' ? `F${foulsB}` : `${words.fouls} ${foulsB}`);
    document.body.dataset['review'] = String(marks % 2 === 1);
    write(review, marks % 2 === 1 ? words.review : '');
    write(middle, phase === 0 ? words.before : phase === 3 ? words.over : `${words.periods[Math.max(period, 1) - 1] ?? ''}${phase === 2 ? ` ${words.interval}` : ''}`);
    // A wrong clock is worse than none.
    const silent = running === 1 && Date.now() - heardAt > CLOCK_SILENCE_MS;
    write(clock, left < 0 || phase !== 1 || silent ? '' : clockText(running === 1 ? Math.max(0, left - (Date.now() - gotAt)) : left));
    document.body.dataset['silent'] = String(Date.now() - heardAt > SILENCE_MS);
  };
  const take = (/** @type {number[]} */ news, /** @type {string} */ id) => {
    [figures, gotAt, heardAt, mark] = [news, Date.now(), Date.now(), id || mark];
    show();
  };
  /** @type {EventSource | null} */
  let source = null;
  const follow = () => {
    source?.close();
    source = new EventSource(`/live/${fixture}?since=${encodeURIComponent(mark)}`);
    source.addEventListener('message', (event) => take(JSON.parse(event.data), event.lastEventId));
    source.addEventListener('snapshot', (event) => take(JSON.parse(event.data).figures, event.lastEventId));
    source.addEventListener('beat', () => (heardAt = Date.now()));
  };
  show();
  follow();
  setInterval(show, 200);
  setInterval(() => {
    if (Date.now() - heardAt < SILENCE_MS) return;
    follow();
    void fetch(`/feed/${fixture}.json`, { cache: 'no-cache' })
      .then((answer) => answer.json())
      .then((news) => take(news.figures, news.id))
      .catch(() => null);
  }, 10_000);
};

/** Pages that fetch themselves anew, and turn their sections over, each after its own time. */
const watchPage = () => {
  const every = Number(root.dataset['every'] ?? 20) * 1000;
  let shown = 0;
  let turnDue = 0;
  const sections = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.turn')]);
  const turn = () => {
    const all = sections();
    all.forEach((section, at) => (section.hidden = at !== shown % Math.max(all.length, 1)));
    const here = all[shown % Math.max(all.length, 1)];
    turnDue = Date.now() + Number(here?.dataset['seconds'] ?? 12) * 1000;
  };
  const renew = async () => {
    const answer = await fetch(location.href, { cache: 'no-cache' }).catch(() => null);
    const state = document.querySelector('[data-state]');
    if (!answer?.ok) {
      if (state) state.textContent = `· ${root.dataset['stale'] ?? ''}`;
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('screen');
    if (!fresh || fresh.innerHTML === given) return;
    given = fresh.innerHTML;
    root.innerHTML = given;
    const left = turnDue;
    turn();
    turnDue = left;
  };
  let given = root.innerHTML;
  turn();
  setInterval(() => {
    if (Date.now() < turnDue) return;
    shown += 1;
    turn();
  }, 250);
  setInterval(() => void renew(), every);
  if (kind === 'sponsors') countSeconds(() => sections().find((section) => !section.hidden)?.dataset['sponsor'] ?? '');
};

/** Seconds on air, as totals of this run of the page: sent again until they arrive, harmless when twice. */
const countSeconds = (/** @type {() => string} */ sponsorNow) => {
  const run = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');
  /** @type {Map<string, { seconds: number, sent: number }>} */
  const counts = new Map();
  setInterval(() => {
    const sponsor = sponsorNow();
    if (document.hidden || sponsor === '') return;
    const count = counts.get(sponsor) ?? { seconds: 0, sent: 0 };
    count.seconds += 1;
    counts.set(sponsor, count);
  }, 1000);
  setInterval(() => {
    for (const [sponsor, count] of counts) {
      if (count.seconds === count.sent) continue;
      const seconds = count.seconds;
      void fetch(root.dataset['aired'] ?? '', { method: 'POST', body: new URLSearchParams({ run, sponsor, seconds: String(seconds) }) })
        .then((answer) => answer.ok && (count.sent = seconds))
        .catch(() => null);
    }
  }, 10_000);
};

/** Told from the panel: goes where the panel says, and only when the network has just answered. */
const obey = (/** @type {string} */ screen) => {
  setInterval(() => {
    void fetch(`/screen/of/${screen}/now`, { cache: 'no-cache' })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((told) => told?.go && told.go !== location.pathname + location.search && location.replace(told.go))
      .catch(() => null);
  }, 2000);
};

const screen = new URLSearchParams(location.search).get('screen') ?? '';
if (/^[a-z0-9]+$/i.test(screen)) obey(screen);
if (kind === 'board' || kind === 'bug') watchGame();
else watchPage();
