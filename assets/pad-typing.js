// A paper sheet typed in afterwards, one line an entry: all of it or nothing.
//
//   q1          the first period begins (the one before it ends)
//   a7 2        7 of A: two points; 3 for three, 1 and 0 for a free throw made and missed
//   b4 p2 7     4 of B: a foul P with two free throws, on 7 (the last two may be left out)
//   a to        a time-out of A
//   end         the game is over

/**
 * @typedef {import('./pad-order.js').Fact} Fact
 * @typedef {{ fact: Fact, period: number }} Typed
 */

const SHIRT = '00|0|[1-9][0-9]?';

/** @param {string} text @returns {Fact | null} */
const factOf = (text) => {
  const timeOut = text.match(/^([ab])\s*to$/);
  if (timeOut) return { kind: 'time_out', side: timeOut[1] };
  const shot = text.match(new RegExp(`^([ab])\\s*(${SHIRT})?\\s+([0-3])$`));
  if (shot) {
    const [, side, player, points] = shot;
    const who = player === undefined ? {} : { player };
    if (points === '2' || points === '3') return { kind: 'goal', side, ...who, points: Number(points) };
    return { kind: 'free_throw', side, ...who, made: points === '1' };
  }
  const foul = text.match(new RegExp(`^([ab])\\s*(${SHIRT}|coach|bench)\\s+([a-z]{1,3})([0-3])?(?:\\s+(${SHIRT}))?$`));
  if (!foul) return null;
  const [, side, who, code, shots, fouled] = foul;
  return { kind: 'foul', side, who, code: (code ?? '').toUpperCase(), free_throws: Number(shots ?? 0), ...(fouled === undefined ? {} : { drawn_by: fouled }) };
};

/**
 * Reads a typed sheet. `wrong` is the first line that is none, from 1 on.
 * @param {string} text
 * @param {number} begun the last period that began
 * @param {boolean} running whether it is still running
 * @returns {{ typed: Typed[], wrong: number | null }}
 */
export const readSheet = (text, begun, running) => {
  /** @type {Typed[]} */
  const typed = [];
  let period = begun;
  const lines = text.toLowerCase().split('\n');
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim().replaceAll(/\s+/g, ' ');
    if (line === '') continue;
    const next = line.match(/^q([1-9][0-9]?)$/)?.[1];
    if (next !== undefined || line === 'end') {
      if (running) typed.push({ fact: { kind: 'period_end' }, period });
      running = next !== undefined;
      if (next !== undefined && Number(next) <= period) return { typed: [], wrong: at + 1 };
      period = next === undefined ? period : Number(next);
      typed.push({ fact: { kind: running ? 'period_start' : 'game_end' }, period });
      continue;
    }
    const fact = factOf(line);
    if (!fact || period === 0) return { typed: [], wrong: at + 1 };
    typed.push({ fact, period });
  }
  return { typed, wrong: null };
};
