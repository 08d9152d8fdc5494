// The counts while a game is replayed. What was not recorded is null, never nought.

/**
 * @typedef {import('./pad-order.js').Placed} Placed
 * @typedef {'a' | 'b'} Side
 * @typedef {{ profile: Record<string, any>, edition: Record<string, any> }} Rules
 */

export const LEVELS = ['score', 'scoresheet', 'box_score', 'box_score_with_places'];
export const [SCORE, SCORESHEET, BOX, PLACES] = [0, 1, 2, 3];

/** @param {string} shirt */
export const shirtOrder = (shirt) => (shirt === '00' ? 100 : Number(shirt));
/** @param {string[]} shirts */
export const byShirt = (shirts) => [...shirts].sort((a, b) => shirtOrder(a) - shirtOrder(b));
/** @param {Side} side @returns {Side} */
export const other = (side) => (side === 'a' ? 'b' : 'a');
/** @param {string} who */
export const kindOf = (who) => (['coach', 'assistant_coach', 'bench', 'delegation'].includes(who) ? who : 'player');

const player = () => ({
  starter: false,
  entered: false,
  points: 0,
  marks: /** @type {string[]} */ ([]),
  personalFouls: 0,
  counters: /** @type {string[]} */ ([]),
  out: /** @type {string | null} */ (null),
  onSinceMs: /** @type {number | null} */ (null),
  playedMs: 0,
  plusMinus: 0,
  made: { twos: 0, threes: 0, free_throws: 0 },
  statistics: {
    twos_missed: 0,
    threes_missed: 0,
    free_throws_missed: 0,
    offensive_rebounds: 0,
    defensive_rebounds: 0,
    assists: 0,
    steals: 0,
    blocks: 0,
    turnovers: 0,
    fouls_drawn: 0,
  },
});
/** @typedef {ReturnType<typeof player>} Player */

const sideTally = () => ({
  squad: /** @type {string[]} */ ([]),
  captain: /** @type {string | null} */ (null),
  players: /** @type {Map<string, Player>} */ (new Map()),
  teamFouls: /** @type {number[]} */ ([]),
  timeOuts: /** @type {{ period: number, leftMs: number | null }[]} */ ([]),
  challenges: { taken: 0, successful: 0 },
  coachCounters: /** @type {string[]} */ ([]),
  benchMarks: /** @type {string[]} */ ([]),
  assistantMarks: /** @type {string[]} */ ([]),
  onCourt: /** @type {string[] | null} */ (null),
  timesMissing: false,
  wrongNumberSaid: false,
  teamRebounds: 0,
  teamTurnovers: 0,
});
/** @typedef {ReturnType<typeof sideTally>} SideTally */

export class Tally {
  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
    this.profile = rules.profile;
    this.play = '';
    this.phase = 'before';
    this.period = 0;
    this.begun = 0;
    /** @type {{ left_ms: number | null, running: boolean | null }} */
    this.clock = { left_ms: null, running: null };
    /** @type {{ a: number, b: number }[]} */
    this.periods = [];
    this.level = SCORE;
    /** @type {number | null} */
    this.lowestLevel = null;
    /** @type {(number | null)[]} */
    this.periodLevels = [];
    this.a = sideTally();
    this.b = sideTally();
    /** @type {Side | null} */
    this.arrow = null;
    /** @type {{ side: Side, foul: string, left: number, shooter: string, fouled: string | null, possessionAfter: boolean }[]} */
    this.freeThrows = [];
    /** @type {{ side: Side, who: string, reason: string }[]} */
    this.disqualified = [];
    /** @type {Record<string, any>[]} */
    this.shots = [];
    /** @type {Record<string, any>[]} */
    this.warnings = [];
  }

  /** @param {Side} side @param {string} shirt @returns {Player} */
  player(side, shirt) {
    const known = this[side].players.get(shirt) ?? player();
    this[side].players.set(shirt, known);
    return known;
  }

  /** @param {Side} side @param {string} shirt */
  isOut(side, shirt) {
    return (this[side].players.get(shirt)?.out ?? null) !== null;
  }

  /** @param {Side} side @param {string} shirt */
  isOnCourt(side, shirt) {
    return this[side].onCourt?.includes(shirt) ?? false;
  }

  /** @param {Side} side @returns {number | null} */
  entitled(side) {
    const { squad } = this[side];
    return squad.length === 0 ? null : squad.filter((shirt) => !this.isOut(side, shirt)).length;
  }

  /** @param {string} warning @param {Record<string, any>} [more] */
  warn(warning, more = {}) {
    this.warnings.push({ play: this.play, warning, ...more });
  }

  knowsLineUps() {
    return this.level >= BOX;
  }

  /** @param {number} period */
  isOvertime(period) {
    return period > this.profile['time'].periods;
  }

  /** @param {number} period */
  foulPeriod(period) {
    return Math.min(period, Math.max(this.profile['time'].periods, 1));
  }

  /** @param {number} period */
  periodMs(period) {
    const { overtime_minutes: overtime, period_minutes: regular } = this.profile['time'];
    return (this.isOvertime(period) ? overtime : regular) * 60_000;
  }

  /** @param {Placed} placed */
  noteLevel(placed) {
    this.period = Math.max(this.period, placed.period);
    if (placed.period === 0 || ['squad', 'starters', 'level', 'period_start', 'clock'].includes(placed.fact.kind)) return;
    this.lowestLevel = Math.min(this.lowestLevel ?? this.level, this.level);
    const place = this.foulPeriod(placed.period) - 1;
    this.periodLevels[place] = Math.min(this.levelAt(place) ?? this.level, this.level);
  }

  /** @param {number} place */
  levelAt(place) {
    while (this.periodLevels.length <= place) this.periodLevels.push(null);
    return this.periodLevels[place] ?? null;
  }

  /** @param {number} period @param {Side} side @param {string | undefined} shirt @param {number} points */
  addPoints(period, side, shirt, points) {
    const place = Math.max(period, 1) - 1;
    while (this.periods.length <= place) this.periods.push({ a: 0, b: 0 });
    const score = this.periods[place];
    if (score) score[side] += points;
    if (shirt !== undefined) this.player(side, shirt).points += points;
    else if (this.level >= SCORESHEET) this.warn('scorer_missing', { side });
    for (const [on, sign] of /** @type {[Side, number][]} */ ([[side, 1], [other(side), -1]])) {
      for (const one of this[on].onCourt ?? []) {
        const known = this[on].players.get(one);
        if (known) known.plusMinus += sign * points;
      }
    }
  }

  score() {
    return this.periods.reduce((sum, period) => ({ a: sum.a + period.a, b: sum.b + period.b }), { a: 0, b: 0 });
  }

  isLevel() {
    const { a, b } = this.score();
    return a === b;
  }
}
