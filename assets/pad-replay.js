// The state of a game from its plays, whatever order they came in: what the server counts, counted on the device.

import { apply, challengesLeft, mayShoot, stopStints, timeOutsLeft } from './pad-facts.js';
import { order } from './pad-order.js';
import { BOX, LEVELS, PLACES, SCORESHEET, Tally, byShirt } from './pad-tally.js';

/**
 * @typedef {import('./pad-order.js').Play} Play
 * @typedef {import('./pad-tally.js').Rules} Rules
 * @typedef {import('./pad-tally.js').Side} Side
 * @typedef {ReturnType<typeof replay>} State
 */

/**
 * @param {Rules} rules
 * @param {Play[]} plays
 */
export const replay = (rules, plays) => {
  const ordered = order(plays);
  const tally = new Tally(rules);
  for (const placed of ordered.placed) apply(tally, placed);
  return {
    ...finish(tally),
    placed: ordered.placed,
    order: ordered.placed.map((placed) => placed.id),
    epoch: ordered.epoch,
    holder: ordered.holder,
    waiting: ordered.waiting,
    declined: ordered.declined,
    unmatched: ordered.unmatched,
    clashing: ordered.clashing,
  };
};

/** @param {Tally} tally */
const finish = (tally) => {
  tally.play = '';
  if (tally.phase === 'playing' && tally.clock.left_ms !== null) stopStints(tally, tally.clock.left_ms);
  if (tally.begun > 0) {
    const place = tally.foulPeriod(tally.begun) - 1;
    tally.periodLevels[place] = tally.levelAt(place) ?? tally.level;
  }
  const recorded = tally.lowestLevel ?? tally.level;
  const hasScoresheet = recorded >= SCORESHEET;
  const { time } = tally.profile;
  return {
    phase: tally.phase,
    period: tally.period,
    clock: tally.clock,
    score: tally.score(),
    periods: tally.periods,
    overtime_due: tally.phase === 'interval' && tally.begun >= time.periods && tally.isLevel(),
    level: LEVELS[tally.level] ?? '',
    recorded_level: LEVELS[recorded] ?? '',
    a: sideState(tally, 'a', recorded),
    b: sideState(tally, 'b', recorded),
    arrow: tally.arrow,
    free_throws: hasScoresheet
      ? tally.freeThrows.map((awarded) => ({
          side: awarded.side,
          foul: awarded.foul,
          left: awarded.left,
          may_shoot: mayShoot(tally, awarded),
          possession_after: awarded.possessionAfter,
        }))
      : null,
    disqualified: tally.disqualified,
    shots: recorded === PLACES ? tally.shots : null,
    warnings: tally.warnings,
  };
};

/** @param {Tally} tally @param {Side} side */
const timeOuts = (tally, side) => {
  const minute = (/** @type {number} */ period, /** @type {number} */ left) =>
    Math.floor(Math.max(0, tally.periodMs(period) - Math.max(left, 1)) / 60_000) + 1;
  return {
    taken: tally[side].timeOuts.map(({ period, leftMs }) => ({ period, minute: leftMs === null ? null : minute(period, leftMs) })),
    ...timeOutsLeft(tally, side, Math.max(tally.period, 1), tally.clock.left_ms),
  };
};

/** @param {Tally} tally @param {Side} side @param {number} recorded */
const sideState = (tally, side, recorded) => {
  const mine = tally[side];
  const [hasScoresheet, hasBox] = [recorded >= SCORESHEET, recorded >= BOX];
  const teamFouls = tally.periodLevels.map((level, place) => ((level ?? 0) >= SCORESHEET ? (mine.teamFouls[place] ?? 0) : null));
  const fouls = teamFouls[tally.foulPeriod(tally.period) - 1] ?? null;
  const entitled = tally.entitled(side);
  return {
    team_fouls: teamFouls,
    in_penalty: fouls === null ? null : fouls + 1 >= tally.profile['penalty_from'],
    time_outs: hasScoresheet ? timeOuts(tally, side) : null,
    challenges: hasScoresheet ? { ...mine.challenges, left: challengesLeft(tally, side) } : null,
    bench_fouls: hasScoresheet ? mine.benchMarks : null,
    assistant_coach_fouls: hasScoresheet ? mine.assistantMarks : null,
    captain: mine.captain,
    players: Object.fromEntries([...mine.players].map(([shirt, one]) => [shirt, playerState(tally, side, shirt, one, recorded)])),
    on_court: hasBox && mine.onCourt ? byShirt(mine.onCourt) : null,
    entitled: hasScoresheet ? entitled : null,
    team_rebounds: hasBox ? mine.teamRebounds : null,
    team_turnovers: hasBox ? mine.teamTurnovers : null,
  };
};

/** @param {Tally} tally @param {Side} side @param {string} shirt @param {import('./pad-tally.js').Player} one @param {number} recorded */
const playerState = (tally, side, shirt, one, recorded) => {
  const [hasScoresheet, hasBox] = [recorded >= SCORESHEET, recorded >= BOX];
  const knowsLineUp = hasBox && tally[side].onCourt !== null;
  return {
    in_squad: tally[side].squad.includes(shirt),
    starter: one.starter,
    entered: hasScoresheet ? one.entered : null,
    points: hasScoresheet ? one.points : null,
    fouls: hasScoresheet ? one.marks : null,
    personal_fouls: hasScoresheet ? one.personalFouls : null,
    out: one.out,
    seconds: knowsLineUp && !tally[side].timesMissing ? Math.floor((one.playedMs + 500) / 1000) : null,
    plus_minus: knowsLineUp ? one.plusMinus : null,
    made: hasScoresheet ? one.made : null,
    statistics: hasBox ? one.statistics : null,
  };
};
