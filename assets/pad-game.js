// A game on the pad: what was entered, what it adds up to, and how something new is entered.

import { isOfTheGame, undoTarget } from './pad-order.js';
import { replay } from './pad-replay.js';

/**
 * @typedef {import('./pad-order.js').Play} Play
 * @typedef {import('./pad-order.js').Fact} Fact
 * @typedef {import('./pad-store.js').Store} Store
 * @typedef {import('./pad-tally.js').Rules} Rules
 * @typedef {import('./pad-tally.js').Side} Side
 */

export class Game {
  /** @param {Store} store @param {Rules} rules @param {string} by */
  constructor(store, rules, by) {
    this.store = store;
    this.rules = rules;
    this.by = by;
    this.state = replay(rules, store.all());
    /** Where entries go while they are put into the past. @type {{ period: number, after: string } | null} */
    this.inserting = null;
    this.chain = Promise.resolve();
  }

  recount() {
    this.state = replay(this.rules, this.store.all());
  }

  /** The last period that began. */
  begun() {
    const starts = this.state.placed.filter((placed) => placed.fact.kind === 'period_start');
    return Math.max(0, ...starts.map((placed) => placed.period));
  }

  /** The period in which something entered now belongs. */
  period() {
    return this.begun() + (this.state.phase === 'interval' ? 1 : 0);
  }

  /** @param {number} period */
  periodMs(period) {
    const { periods, period_minutes: regular, overtime_minutes: overtime } = this.rules.profile['time'];
    return (period > periods ? overtime : regular) * 60_000;
  }

  /** Game time left now, where the pad keeps the clock. */
  leftMs() {
    const { clock, leftMs, runningSince } = this.store.book;
    if (clock !== 'pad' || leftMs === null) return null;
    return runningSince === null ? leftMs : Math.max(0, leftMs - (Date.now() - runningSince));
  }

  /** @param {Fact} fact @param {Partial<Play>} [more] @returns {Promise<string>} */
  enter(fact, more = {}) {
    // One after the other: two quick taps are two numbers.
    const entered = this.chain.then(() => this.write(fact, more));
    this.chain = entered.then(
      () => undefined,
      () => undefined,
    );
    return entered;
  }

  /** @param {Fact} fact @param {Partial<Play>} more */
  async write(fact, more) {
    const { book } = this.store;
    const number = this.store.nextNumber();
    const id = `${book.device}-${number}`;
    /** @type {Play} */
    const play = { id, by: this.by, at: `${new Date().toISOString().slice(0, 19)}Z`, period: this.period(), fact };
    if (book.epoch !== 1) play.epoch = book.epoch;
    const left = this.leftMs();
    if (this.inserting && isOfTheGame(fact)) {
      play.period = this.inserting.period;
      play.after = this.inserting.after;
    } else {
      if (left !== null && this.state.phase === 'playing' && isOfTheGame(fact)) play.clock_ms = Math.round(left);
      const last = this.lastOfOthers(play.period);
      if (last && isOfTheGame(fact)) play.after = last;
    }
    Object.assign(play, more);
    await this.store.put([{ game: this.store.game, id, number, own: true, arrival: null, refused: null, play }]);
    if (this.inserting && isOfTheGame(fact)) this.inserting = { ...this.inserting, after: id };
    this.recount();
    return id;
  }

  /** With a second device on the sheet each play names the one it stands after, so that both interleave exactly. */
  lastOfOthers(/** @type {number} */ period) {
    const { device } = this.store.book;
    const isAlone = [...this.store.plays.keys()].every((id) => id.startsWith(`${device}-`));
    if (isAlone) return undefined;
    return this.state.placed.filter((placed) => placed.period === period).at(-1)?.seat;
  }

  async undo() {
    const target = undoTarget(this.store.all(), this.store.book.device);
    if (target === null) return null;
    const play = this.store.plays.get(target)?.play;
    await this.enter({ kind: 'retract', target });
    return play ?? null;
  }

  /** @param {string} target @param {Fact} fact @param {Partial<Play>} [more] */
  amend(target, fact, more = {}) {
    const moves = more.period !== undefined || more.after !== undefined;
    /** @type {Fact} */
    const amendment = { kind: 'amend', target, fact };
    if (moves) amendment['moves'] = true;
    const play = this.placed(target);
    return this.enter(amendment, { period: play?.period ?? 0, ...more });
  }

  /** @param {string} id */
  placed(id) {
    return this.state.placed.find((placed) => placed.id === id) ?? null;
  }

  /** @param {Side} side */
  squad(side) {
    const { players } = this.state[side];
    return Object.keys(players).filter((shirt) => players[shirt]?.in_squad);
  }

  /** @param {boolean} running */
  async runClock(running) {
    const left = this.leftMs() ?? this.periodMs(Math.max(1, this.begun()));
    await this.store.saveBook({ leftMs: Math.round(left), runningSince: running ? Date.now() : null });
    await this.enter({ kind: 'clock', running }, { clock_ms: Math.round(left) });
  }

  /** @param {number} leftMs */
  async setClock(leftMs) {
    const running = this.store.book.runningSince !== null;
    await this.store.saveBook({ leftMs, runningSince: running ? Date.now() : null });
    await this.enter({ kind: 'clock', running }, { clock_ms: leftMs });
  }

  async startPeriod() {
    const period = this.begun() + 1;
    const whole = this.periodMs(period);
    await this.store.saveBook({ leftMs: whole, runningSince: null });
    await this.enter({ kind: 'period_start' }, this.store.book.clock === 'pad' ? { period, clock_ms: whole } : { period });
  }

  async endPeriod() {
    await this.enter({ kind: 'period_end' });
    await this.store.saveBook({ runningSince: null });
  }
}
