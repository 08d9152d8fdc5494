// Between the pad and the server: what waits is sent in order, what others entered is fetched. Nothing here decides
// what the game is; a message that comes twice changes nothing.

import { partsOf } from './pad-order.js';

/**
 * @typedef {import('./pad-store.js').Store} Store
 * @typedef {import('./pad-store.js').Kept} Kept
 * @typedef {'online' | 'offline' | 'sign_in' | 'trouble'} Connection
 * @typedef {Record<string, any>} Sheet
 */

const BATCH = 50;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LOOK_MS = 3000;
const ANSWER_WITHIN_MS = 10_000;

export class Sync {
  /** @param {Store} store @param {string} fixture @param {() => void} changed */
  constructor(store, fixture, changed) {
    this.store = store;
    this.base = `/api/v1/fixtures/${fixture}`;
    this.changed = changed;
    /** @type {Connection} */
    this.connection = navigator.onLine ? 'online' : 'offline';
    /** @type {Sheet | null} */
    this.sheet = null;
    this.waitMs = 0;
    this.sending = false;
    this.offlineSince = 0;
    this.timer = 0;
  }

  start() {
    window.addEventListener('online', () => this.now());
    window.addEventListener('offline', () => this.became('offline'));
    document.addEventListener('visibilitychange', () => document.hidden || this.now());
    setInterval(() => void this.look(), LOOK_MS);
    void this.look();
    this.now();
  }

  /** Sends at once, whatever the wait was. */
  now() {
    this.waitMs = 0;
    void this.send();
  }

  /** @param {Connection} connection */
  became(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.offlineSince = connection === 'offline' ? Date.now() : 0;
    this.changed();
  }

  /** @param {string} path @param {unknown} [body] */
  async ask(path, body) {
    const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.base}${path}`, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => null);
    if (answer === null) this.became('offline');
    else if ([401, 403, 404, 410].includes(answer.status)) this.became('sign_in');
    else if (answer.status >= 500 || answer.status === 429) this.became('trouble');
    else this.became('online');
    return answer;
  }

  async send() {
    clearTimeout(this.timer);
    const batch = this.store.waiting().slice(0, BATCH);
    if (this.sending || batch.length === 0) return;
    this.sending = true;
    const good = await this.sendBatch(batch);
    this.sending = false;
    this.changed();
    if (good) this.waitMs = 0;
    else this.waitMs = Math.min(Math.max(this.waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    if (this.store.waiting().length > 0) {
      this.timer = window.setTimeout(() => void this.send(), this.waitMs * (0.8 + Math.random() * 0.4));
    }
  }

  /** @param {Kept[]} batch @returns {Promise<boolean>} */
  async sendBatch(batch) {
    const answer = await this.ask('/plays', { plays: batch.map((one) => one.play) });
    if (answer?.ok) {
      const { plays } = await answer.json();
      const arrivals = new Map(plays.map((/** @type {any} */ one) => [one.id, one.arrival]));
      await this.store.put(batch.map((one) => ({ ...one, arrival: arrivals.get(one.id) ?? one.arrival })));
      return true;
    }
    if (!answer || ![400, 409, 422].includes(answer.status)) return false;
    const code = (await answer.json().catch(() => ({}))).code ?? 'refused';
    if (['epoch_unknown', 'season_archived'].includes(code)) return false;
    // One of them is what the server will never take: it is set aside, in sight, and the others go on.
    if (batch.length > 1) {
      for (const one of batch) if (!(await this.sendBatch([one]))) return false;
      return true;
    }
    const [only] = batch;
    if (only) await this.store.put([{ ...only, refused: code }]);
    return true;
  }

  /** Looks who keeps the sheet and fetches what others entered. */
  async look() {
    const answer = await this.ask('/sheet');
    if (!answer?.ok) return;
    const before = JSON.stringify(this.sheet);
    this.sheet = await answer.json();
    if (this.sheet && this.sheet['arrivals'] > this.store.book.cursor) await this.fetchPlays();
    if (this.store.waiting().length > 0 && this.waitMs === 0) void this.send();
    if (JSON.stringify(this.sheet) !== before) this.changed();
  }

  async fetchPlays() {
    for (;;) {
      const answer = await this.ask(`/plays?after=${this.store.book.cursor}`);
      if (!answer?.ok) return;
      const { items, next, more } = await answer.json();
      await this.store.put(
        items.map((/** @type {any} */ item) => {
          const [device, number] = partsOf(item.play.id);
          return { game: this.store.game, id: item.play.id, number, own: device === this.store.book.device, arrival: item.arrival, refused: null, play: item.play };
        }),
      );
      await this.store.saveBook({ cursor: next });
      this.changed();
      if (!more) return;
    }
  }

  /** @param {string} act @param {Record<string, unknown>} [more] */
  async act(act, more = {}) {
    const answer = await this.ask('/sheet', { act, device: this.store.book.device, ...more });
    if (!answer) return { ok: false, problem: null };
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) this.sheet = body;
    this.changed();
    return { ok: answer.ok, problem: answer.ok ? null : body };
  }
}
