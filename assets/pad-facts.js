// What each fact does to the counts.

import { BOX, LEVELS, PLACES, SCORESHEET, Tally, byShirt, kindOf, other } from './pad-tally.js';

/**
 * @typedef {import('./pad-order.js').Placed} Placed
 * @typedef {import('./pad-tally.js').Side} Side
 */

/** Entries made at one dead ball may differ by as much. */
const CLOCK_TOLERANCE_MS = 1000;

/** @param {Tally} tally @param {Placed} placed */
export const apply = (tally, placed) => {
  const { fact, period } = placed;
  const side = /** @type {Side} */ (fact['side']);
  const shirt = /** @type {string | undefined} */ (fact['player'] ?? undefined);
  const statistics = () => tally.player(side, shirt ?? '').statistics;
  tally.play = placed.id;
  moveClock(tally, placed);
  tally.noteLevel(placed);
  switch (fact.kind) {
    case 'squad': return squad(tally, side, fact['players'], fact['captain'] ?? null);
    case 'starters': return starters(tally, side, fact['players']);
    case 'level': tally.level = LEVELS.indexOf(fact['level']); return;
    case 'period_start': return startPeriod(tally, period);
    case 'period_end': return endPeriod(tally, period, placed.clockMs);
    case 'game_end': return endGame(tally, placed.clockMs);
    case 'clock': tally.clock.running = fact['running']; return;
    case 'goal':
    case 'miss':
      liveBall(tally, side, shirt);
      closeFreeThrows(tally);
      shot(tally, placed, side, shirt);
      return;
    case 'free_throw': return freeThrow(tally, period, side, shirt, fact['made']);
    case 'rebound':
      liveBall(tally, side, shirt);
      closeFreeThrows(tally);
      if (shirt === undefined) tally[side].teamRebounds += 1;
      else if (fact['end'] === 'offensive') statistics().offensive_rebounds += 1;
      else statistics().defensive_rebounds += 1;
      return;
    case 'assist': liveBall(tally, side, shirt); statistics().assists += 1; return;
    case 'steal': liveBall(tally, side, shirt); statistics().steals += 1; return;
    case 'block': liveBall(tally, side, shirt); statistics().blocks += 1; return;
    case 'turnover':
      liveBall(tally, side, shirt);
      closeFreeThrows(tally);
      if (shirt === undefined) tally[side].teamTurnovers += 1;
      else statistics().turnovers += 1;
      return;
    case 'foul': return foul(tally, placed);
    case 'time_out':
      if (timeOutsLeft(tally, side, period, tally.clock.left_ms).left === 0) tally.warn('too_many_time_outs', { side });
      tally[side].timeOuts.push({ period, leftMs: placed.clockMs });
      return;
    case 'challenge':
      if (challengesLeft(tally, side) === 0) tally.warn('too_many_challenges', { side });
      tally[side].challenges.taken += 1;
      if (fact['successful'] === true) tally[side].challenges.successful += 1;
      return;
    case 'substitution': return substitute(tally, placed, side, fact['in'], fact['out'] ?? []);
    case 'arrow': tally.arrow = side; return;
    case 'held_ball':
      if (tally.phase !== 'playing') tally.warn('outside_play');
      closeFreeThrows(tally);
      if (tally.arrow === null && tally.profile['possession_arrow']) tally.warn('arrow_unknown');
      return turnArrow(tally);
  }
};

/** @param {Tally} tally @param {Placed} placed */
const moveClock = (tally, placed) => {
  if (placed.period !== tally.period) tally.clock.left_ms = null;
  const left = placed.clockMs;
  if (left === null) return;
  const isLater = tally.clock.left_ms !== null && left > tally.clock.left_ms + CLOCK_TOLERANCE_MS;
  if (isLater && !['clock', 'period_start'].includes(placed.fact.kind)) tally.warn('clock_runs_back');
  tally.clock.left_ms = left;
};

/** @param {Tally} tally @param {Side} side @param {string[]} players @param {string | null} captain */
const squad = (tally, side, players, captain) => {
  if (players.length > tally.profile['squad']) tally.warn('squad_too_large', { side, players: players.length });
  tally[side].squad = players;
  tally[side].captain = captain;
  for (const shirt of players) tally.player(side, shirt);
};

/** @param {Tally} tally @param {Side} side @param {string[]} players */
const starters = (tally, side, players) => {
  if (players.length !== tally.profile['on_court']) tally.warn('not_five_starters', { side, players: players.length });
  for (const shirt of players) checkListed(tally, side, shirt);
  const playing = tally.phase === 'playing';
  for (const one of tally[side].players.values()) [one.starter, one.onSinceMs] = [false, null];
  for (const shirt of players) {
    const one = tally.player(side, shirt);
    one.starter = true;
    one.entered ||= playing;
    one.onSinceMs = playing ? tally.periodMs(tally.begun) : null;
  }
  tally[side].onCourt = [...players];
};

/** @param {Tally} tally @param {Placed} placed @param {Side} side @param {string[]} incoming @param {string[]} out */
const substitute = (tally, placed, side, incoming, out) => {
  const playing = tally.phase === 'playing';
  const mine = tally[side];
  for (const shirt of out) {
    if (tally.knowsLineUps() && mine.onCourt !== null && !tally.isOnCourt(side, shirt)) tally.warn('not_on_court', { side, player: shirt });
    if (mine.onCourt) mine.onCourt = mine.onCourt.filter((on) => on !== shirt);
    const one = tally.player(side, shirt);
    const left = placed.clockMs ?? tally.clock.left_ms;
    if (one.onSinceMs !== null && left !== null) one.playedMs += Math.max(0, one.onSinceMs - left);
    one.onSinceMs = null;
  }
  for (const shirt of incoming) {
    checkListed(tally, side, shirt);
    if (tally.isOut(side, shirt)) tally.warn('no_longer_entitled', { side, who: shirt });
    if (tally.isOnCourt(side, shirt)) {
      tally.warn('already_on_court', { side, player: shirt });
      continue;
    }
    const one = tally.player(side, shirt);
    one.entered = true;
    one.onSinceMs = playing ? placed.clockMs : null;
    mine.onCourt?.push(shirt);
  }
  mine.timesMissing ||= playing && placed.clockMs === null;
  mine.wrongNumberSaid = false;
};

/** @param {Tally} tally @param {Side} side @param {string} shirt */
const checkListed = (tally, side, shirt) => {
  const known = tally[side].squad;
  if (known.length > 0 && !known.includes(shirt)) tally.warn('not_in_squad', { side, player: shirt });
};

/** @param {Tally} tally @param {Side} side @param {string} shirt */
const checkActs = (tally, side, shirt) => {
  checkListed(tally, side, shirt);
  if (tally.isOut(side, shirt)) tally.warn('no_longer_entitled', { side, who: shirt });
  else if (tally.knowsLineUps() && tally[side].onCourt !== null && !tally.isOnCourt(side, shirt)) {
    tally.warn('not_on_court', { side, player: shirt });
  }
};

/** @param {Tally} tally @param {Side} side @param {string | undefined} shirt */
const liveBall = (tally, side, shirt) => {
  if (tally.phase !== 'playing') tally.warn('outside_play');
  if (shirt !== undefined) checkActs(tally, side, shirt);
  if (!tally.knowsLineUps()) return;
  const full = tally.profile['on_court'];
  for (const one of /** @type {Side[]} */ (['a', 'b'])) {
    const mine = tally[one];
    if (mine.onCourt === null) continue;
    const players = mine.onCourt.length;
    if (players !== Math.min(tally.entitled(one) ?? full, full) && !mine.wrongNumberSaid) {
      mine.wrongNumberSaid = true;
      tally.warn('wrong_number_on_court', { side: one, players });
    }
  }
};

/** @param {Tally} tally @param {Placed} placed @param {Side} side @param {string | undefined} shirt */
const shot = (tally, placed, side, shirt) => {
  const { fact } = placed;
  const [points, made] = [fact['points'], fact.kind === 'goal'];
  if (points !== 2 && points !== 3) tally.warn('points_not_possible', { side });
  else if (made) {
    tally.addPoints(placed.period, side, shirt, points);
    if (shirt !== undefined) tally.player(side, shirt).made[points === 3 ? 'threes' : 'twos'] += 1;
  } else if (shirt !== undefined) tally.player(side, shirt).statistics[points === 3 ? 'threes_missed' : 'twos_missed'] += 1;
  if (tally.level === PLACES) {
    tally.shots.push({ play: placed.id, side, player: shirt ?? null, period: placed.period, points, made, spot: fact['spot'] ?? null });
  }
};

/** @param {Tally} tally @param {number} period @param {Side} side @param {string | undefined} shirt @param {boolean} made */
const freeThrow = (tally, period, side, shirt, made) => {
  if (shirt !== undefined) checkListed(tally, side, shirt);
  if (tally.level >= SCORESHEET) {
    const next = tally.freeThrows.find((awarded) => awarded.side === side);
    if (!next) tally.warn('free_throw_not_awarded', { side });
    else {
      const may = mayShoot(tally, next);
      if (shirt !== undefined && may.length > 0 && !may.includes(shirt)) tally.warn('wrong_shooter', { side, player: shirt });
      next.left -= 1;
      if (next.left === 0) tally.freeThrows.splice(tally.freeThrows.indexOf(next), 1);
    }
  }
  if (made) tally.addPoints(period, side, shirt, 1);
  if (shirt === undefined) return;
  const one = tally.player(side, shirt);
  if (made) one.made.free_throws += 1;
  else one.statistics.free_throws_missed += 1;
};

/** @param {Tally} tally */
const closeFreeThrows = (tally) => {
  for (const awarded of tally.freeThrows.splice(0)) {
    if (tally.level >= BOX) tally.warn('free_throws_open', { side: awarded.side, left: awarded.left });
  }
};

/** @param {Tally} tally @param {Tally['freeThrows'][number]} awarded @returns {string[]} */
export const mayShoot = (tally, awarded) => {
  const mine = tally[awarded.side];
  const five = tally.knowsLineUps() ? mine.onCourt : null;
  const canGoOn = (/** @type {string} */ shirt) => !tally.isOut(awarded.side, shirt) && (five === null || five.includes(shirt));
  if (awarded.shooter === 'fouled' && awarded.fouled !== null && canGoOn(awarded.fouled)) return [awarded.fouled];
  return byShirt((five ?? mine.squad).filter(canGoOn));
};

/** @param {Tally} tally @param {Placed} placed */
const foul = (tally, { id, period, fact }) => {
  const side = /** @type {Side} */ (fact['side']);
  const { edition } = tally.rules;
  const kind = kindOf(fact['who']);
  const found = edition['foul'].find((/** @type {any} */ code) => code.code === fact['code'] && (code.category ?? null) === (fact['category'] ?? null));
  const code = found?.who.includes(kind) ? found : null;
  const shots = fact['free_throws'] ?? 0;
  const cancelled = fact['cancelled'] === true;
  if (!code) tally.warn('unknown_foul', { side });
  else if (cancelled ? shots !== 0 : !code.free_throws.includes(shots)) tally.warn('wrong_free_throw_count', { side });
  const mark = cancelled ? `${fact['code']}c` : shots === 0 ? fact['code'] : `${fact['code']}${shots}`;
  if (kind === 'player') playerFoul(tally, side, fact['who'], mark, code);
  else if (kind === 'assistant_coach') {
    tally[side].assistantMarks.push(mark);
    if (code?.disqualifies) tally.disqualified.push({ side, who: fact['who'], reason: 'disqualifying_foul' });
  } else benchFoul(tally, side, fact['who'], mark, code);
  if (!code) return;
  if (code.team_foul_of.includes(kind)) {
    const place = tally.foulPeriod(Math.max(period, 1)) - 1;
    const fouls = tally[side].teamFouls;
    while (fouls.length <= place) fouls.push(0);
    fouls[place] = (fouls[place] ?? 0) + 1;
  }
  const fouled = /** @type {string | null} */ (fact['drawn_by'] ?? null);
  if (fouled !== null) {
    checkActs(tally, other(side), fouled);
    tally.player(other(side), fouled).statistics.fouls_drawn += 1;
  }
  if (shots > 0 && !cancelled) {
    tally.freeThrows.push({ side: other(side), foul: id, left: shots, shooter: code.shooter, fouled, possessionAfter: code.possession_after });
  }
};

/** @param {Tally} tally @param {string} who @param {string[]} called */
const isDisqualified = (tally, who, called) => {
  const times = (/** @type {string[]} */ list, /** @type {string} */ counter) => list.filter((one) => one === counter).length;
  return tally.rules.edition['game_disqualification'].some(
    (/** @type {any} */ rule) => rule.who === who && rule.needs.every((/** @type {string} */ counter) => times(called, counter) >= times(rule.needs, counter)),
  );
};

/** @param {Tally} tally @param {Side} side @param {string} shirt @param {string} mark @param {any} code */
const playerFoul = (tally, side, shirt, mark, code) => {
  checkListed(tally, side, shirt);
  if (tally.isOut(side, shirt)) tally.warn('no_longer_entitled', { side, who: shirt });
  const one = tally.player(side, shirt);
  one.marks.push(mark);
  if (!code) return;
  if (code.personal) one.personalFouls += 1;
  const counts = code.counts_as ?? null;
  if (counts !== null) one.counters.push(counts);
  const reason = code.disqualifies
    ? 'disqualifying_foul'
    : counts !== null && isDisqualified(tally, 'player', one.counters)
      ? 'game_disqualification'
      : one.personalFouls >= tally.profile['out_at_fouls']
        ? 'five_fouls'
        : null;
  if (reason === null || !(one.out === null || (one.out === 'five_fouls' && reason !== 'five_fouls'))) return;
  one.out = reason;
  if (reason === 'game_disqualification') one.marks.push('GD');
  tally.disqualified.push({ side, who: shirt, reason });
};

/** @param {Tally} tally @param {Side} side @param {string} who @param {string} mark @param {any} code */
const benchFoul = (tally, side, who, mark, code) => {
  const mine = tally[side];
  mine.benchMarks.push(mark);
  if (!code) return;
  const counts = code.counts_as ?? null;
  if (counts !== null) mine.coachCounters.push(counts);
  const isNew = !tally.disqualified.some((out) => out.side === side && out.who === 'coach');
  if (counts !== null && isDisqualified(tally, 'coach', mine.coachCounters) && isNew) {
    mine.benchMarks.push('GD');
    tally.disqualified.push({ side, who: 'coach', reason: 'game_disqualification' });
  }
  if (code.disqualifies) tally.disqualified.push({ side, who, reason: 'disqualifying_foul' });
};

/** @param {Tally} tally @param {number} period */
const startPeriod = (tally, period) => {
  const { begun, phase } = tally;
  if (phase === 'over' || period === 0) return tally.warn('outside_play');
  if (phase !== 'before' && period <= begun) return tally.warn('period_already_started');
  if (phase === 'playing') stopStints(tally, 0);
  for (let missing = begun + 1; missing < period; missing += 1) tally.warn('period_skipped', { missing });
  if (tally.isOvertime(period) && !tally.isLevel()) tally.warn('overtime_not_due');
  closeFreeThrows(tally);
  while (tally.periods.length < period) tally.periods.push({ a: 0, b: 0 });
  if (period > 1) turnArrow(tally);
  tally.phase = 'playing';
  tally.begun = period;
  for (const side of /** @type {Side[]} */ (['a', 'b'])) {
    for (const shirt of tally[side].onCourt ?? []) {
      const one = tally[side].players.get(shirt);
      if (one) [one.onSinceMs, one.entered] = [tally.periodMs(period), true];
    }
  }
};

/** @param {Tally} tally @param {number} leftMs */
export const stopStints = (tally, leftMs) => {
  for (const side of /** @type {Side[]} */ (['a', 'b'])) {
    for (const one of tally[side].players.values()) {
      if (one.onSinceMs !== null) one.playedMs += Math.max(0, one.onSinceMs - leftMs);
      one.onSinceMs = null;
    }
  }
};

/** @param {Tally} tally @param {number} period @param {number | null} leftMs */
const endPeriod = (tally, period, leftMs) => {
  if (tally.phase !== 'playing' || period !== tally.begun) return tally.warn('period_not_running');
  stopStints(tally, leftMs ?? 0);
  if (tally.clock.running !== null) tally.clock.running = false;
  tally.phase = 'interval';
};

/** @param {Tally} tally @param {number | null} leftMs */
const endGame = (tally, leftMs) => {
  if (tally.phase === 'before' || tally.phase === 'over') return tally.warn('outside_play');
  if (tally.phase === 'playing') stopStints(tally, leftMs ?? 0);
  if (tally.isLevel()) tally.warn('ended_level');
  tally.phase = 'over';
};

/** @param {Tally} tally */
const turnArrow = (tally) => {
  if (tally.profile['possession_arrow'] && tally.arrow !== null) tally.arrow = other(tally.arrow);
};

/** @param {Tally} tally @param {Side} side */
export const challengesLeft = (tally, side) => {
  const { challenges: first, challenges_with_success: most } = tally.profile;
  const { taken, successful } = tally[side].challenges;
  return Math.max(0, Math.max(Math.min(first + successful, most), first) - taken);
};

/** @param {Tally} tally @param {Side} side @param {number} period @param {number | null} clockMs */
export const timeOutsLeft = (tally, side, period, clockMs) => {
  const taken = tally[side].timeOuts;
  const takenIn = (/** @type {number[]} */ periods) => taken.filter((one) => periods.includes(one.period)).length;
  if (tally.isOvertime(period)) return { left: Math.max(0, tally.profile['overtime_time_outs'] - takenIn([period])), lost: 0 };
  const span = tally.profile['time_out'].find((/** @type {any} */ one) => one.periods.includes(period));
  if (!span) return { left: 0, lost: 0 };
  const left = Math.max(0, span.count - takenIn(span.periods));
  const last = span.last_minutes ?? null;
  const isLate = (/** @type {number} */ at, /** @type {number | null} */ ms) => last !== null && span.periods.at(-1) === at && ms !== null && ms <= last.from_ms;
  if (!isLate(period, clockMs)) return { left, lost: 0 };
  const allowed = Math.max(0, last.at_most - taken.filter((one) => isLate(one.period, one.leftMs)).length);
  return { left: Math.min(left, allowed), lost: Math.max(0, left - allowed) };
};
