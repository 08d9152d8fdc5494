// Plays in words, for the log.

import { say } from './pad-dom.js';

/**
 * @typedef {import('./pad-order.js').Fact} Fact
 * @typedef {import('./pad-tally.js').Side} Side
 */

/** @param {Fact} fact @param {(side: Side) => string} team @returns {string} */
export const inWords = (fact, team) => {
  const side = fact['side'] === undefined ? '' : team(fact['side']);
  const shirt = fact['player'] === undefined || fact['player'] === null ? '' : ` ${fact['player']}`;
  const points = fact['points'] === 3 ? say('three') : say('two');
  switch (fact.kind) {
    case 'goal': return `${side}${shirt} ${points} ${say('made')}`;
    case 'miss': return `${side}${shirt} ${points} ${say('missed')}`;
    case 'free_throw': return `${side}${shirt} ${say('free_throw')} ${say(fact['made'] ? 'made' : 'missed')}`;
    case 'foul': {
      const mark = fact['cancelled'] ? `${fact['code']}c` : `${fact['code']}${fact['free_throws'] || ''}`;
      const who = /^\d+$/.test(fact['who']) ? fact['who'] : say(fact['who']);
      return `${side} ${who} ${say('foul')} ${mark}${fact['category'] ? `·${fact['category']}` : ''}${fact['drawn_by'] ? ` (${say('fouled')} ${fact['drawn_by']})` : ''}`;
    }
    case 'rebound': return `${side}${shirt} ${say(fact['end'] === 'offensive' ? 'rebound_offensive' : 'rebound_defensive')}`;
    case 'substitution': return `${side} ${say('substitution')} ↑${fact['in'].join(' ')}${(fact['out'] ?? []).length > 0 ? ` ↓${fact['out'].join(' ')}` : ''}`;
    case 'squad': return `${side} ${say('squad')} ${fact['players'].length}`;
    case 'starters': return `${side} ${say('starters')} ${fact['players'].join(' ')}`;
    case 'level': return `${say('level')}: ${say(`level_${fact['level']}`)}`;
    case 'clock': return say(fact['running'] ? 'clock_runs' : 'clock_stands');
    case 'challenge': return `${side} ${say('challenge')}${fact['successful'] === true ? ' ✓' : fact['successful'] === false ? ' ✗' : ''}`;
    case 'arrow': return `${say('arrow')} ${side}`;
    default: return `${side}${shirt} ${say(fact.kind)}`.trim();
  }
};
