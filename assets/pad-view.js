// What the scorer sees. Regions are drawn from the state of the game and from what is half entered.

import { button, clockText, draw, h, say } from './pad-dom.js';
import { LEVELS, byShirt } from './pad-tally.js';
import { inWords } from './pad-say.js';

/**
 * @typedef {import('./pad-game.js').Game} Game
 * @typedef {import('./pad-sync.js').Sync} Sync
 * @typedef {import('./pad-tally.js').Side} Side
 * @typedef {import('./pad-dom.js').Child} Child
 * @typedef {{ name: string, short: string, coach: string, roster: { shirt: string, name: string, captain: boolean, starter: boolean, photo?: string | null }[] }} Team
 * @typedef {{ kind: 'assist' | 'rebound' | 'fouled', side: Side, target: string, who: string }} Prompt
 * @typedef {{ side: Side, who: string } | null} Chosen
 * @typedef {{ chosen: Chosen, action: string | null, prompt: Prompt | null, dialog: string | null, subs: { side: Side, in: string[], out: string[] } | null, spot: { side: Side, x_cm: number, y_cm: number } | null, said: string, practice: boolean, editing: string | null }} Ui
 * @typedef {{ game: Game, sync: Sync, ui: Ui, teams: Record<Side, Team>, title: string }} Pad
 */

const SIDES = /** @type {Side[]} */ (['a', 'b']);
/** The keys of the actions, as the keyboard has them. */
export const KEYS = /** @type {Record<string, string>} */ ({
  goal2: 'Q', goal3: 'W', ft_made: 'E', miss2: 'A', miss3: 'S', ft_missed: 'D', rebound: 'R', assist: 'G', foul: 'F', turnover: 'X', steal: 'C', block: 'V', held: 'H',
});

/** @param {Pad} pad */
export const level = (pad) => LEVELS.indexOf(pad.game.state.level);

/** @param {Pad} pad @param {Side} side */
export const onCourt = (pad, side) => {
  const state = pad.game.state[side];
  const squad = byShirt(pad.game.squad(side));
  const five = level(pad) >= 2 ? (state.on_court ?? []) : [];
  return five.length > 0 ? { five, bench: squad.filter((shirt) => !five.includes(shirt)) } : { five: squad, bench: [] };
};

/** @param {Pad} pad */
export const render = (pad) => {
  drawHead(pad);
  for (const side of SIDES) drawSide(pad, side);
  drawMiddle(pad);
  drawLog(pad);
  document.body.dataset['level'] = String(level(pad));
  document.body.dataset['practice'] = String(pad.ui.practice);
};

/** @param {Pad} pad */
const drawHead = (pad) => {
  const { state } = pad.game;
  for (const side of SIDES) {
    const mine = state[side];
    const fouls = mine.team_fouls[Math.min(Math.max(state.period, 1), mine.team_fouls.length) - 1] ?? null;
    const left = mine.time_outs?.left ?? null;
    draw(`head-${side}`, [
      h('b', { class: 'team' }, pad.teams[side].short),
      h('span', { class: 'big', 'data-score': side }, state.score[side]),
      h('span', { class: 'small-facts' },
        `${say('fouls')} ${fouls ?? '–'}`,
        mine.in_penalty ? h('b', { class: 'penalty' }, ` ${say('penalty')}`) : null,
        ` · ${say('time_outs')} ${left === null ? '–' : '●'.repeat(left) || '0'}`),
    ]);
  }
  const left = pad.game.leftMs();
  const running = pad.game.store.book.runningSince !== null;
  const hasClock = pad.game.store.book.clock === 'pad' && state.phase === 'playing';
  draw('head-middle', [
    h('span', { class: 'period' }, periodName(pad, state.phase === 'before' ? 1 : Math.max(1, pad.game.begun())), ' ', h('small', {}, say(`phase_${state.phase}`))),
    hasClock ? h('span', { class: 'clock', id: 'clock' }, left === null ? '' : clockText(left)) : null,
    hasClock ? button('clock', running ? `⏸ ${say('stop')}` : `▶ ${say('start')}`, { class: 'mid' }) : null,
    hasClock ? button('dialog:clock', say('set_clock'), { class: 'mid' }) : null,
    state.recorded_level !== 'score' ? button('arrow', `${say('arrow')} ${state.arrow === 'a' ? '◀' : state.arrow === 'b' ? '▶' : '–'}`, { class: 'mid' }) : null,
    periodButton(pad),
  ]);
  drawConnection(pad);
};

/** @param {Pad} pad @param {number} period */
export const periodName = (pad, period) => {
  const { periods } = pad.game.rules.profile['time'];
  return period > periods ? say('overtime').replace('%', String(period - periods)) : say('period').replace('%', String(period));
};

/** @param {Pad} pad */
const periodButton = (pad) => {
  const { state } = pad.game;
  const { periods } = pad.game.rules.profile['time'];
  if (state.phase === 'playing') return button('period_end', say('period_end'), { class: 'mid' });
  if (state.phase === 'over') return button('dialog:finish', say('finish'), { class: 'mid strong' });
  const next = pad.game.begun() + 1;
  const isLast = state.phase === 'interval' && next > periods && !state.overtime_due;
  return isLast
    ? [button('game_end', say('game_end'), { class: 'mid strong' })]
    : [button('period_start', `${say('begin')} ${periodName(pad, next)}`, { class: 'mid strong' })];
};

/** @param {Pad} pad */
export const drawConnection = (pad) => {
  const waiting = pad.game.store.waiting().length;
  const refused = [...pad.game.store.plays.values()].filter((one) => one.refused !== null).length;
  const { connection } = pad.sync;
  const word = pad.ui.practice
    ? `○ ${say('practice')}`
    : connection === 'sign_in'
      ? `✖ ${say('sign_in')}`
      : connection === 'offline'
        ? `○ ${say('offline')}`
        : connection === 'trouble'
          ? `✖ ${say('trouble')}`
          : waiting > 0
            ? `◐ ${say('sending')}`
            : `● ${say('in_step')}`;
  const safe = waiting === 0 ? say('safe_to_close') : `${say('waiting')} ${waiting}`;
  draw('connection', [
    h('span', { class: 'state', 'data-connection': pad.ui.practice ? 'practice' : connection, 'data-waiting': waiting }, `${word} · ${safe}`),
    refused > 0 ? h('b', { class: 'alarm' }, ` ${say('refused')} ${refused}`) : null,
    pad.game.store.book.clock === 'pad' ? null : h('small', {}, ` ${say('no_clock')}`),
  ]);
  drawBanner(pad);
};

/** @param {Pad} pad */
const drawBanner = (pad) => {
  const { sheet } = pad.sync;
  const { device, epoch } = pad.game.store.book;
  const { state } = pad.game;
  /** @type {Child[]} */
  const lines = [];
  const line = (/** @type {string} */ kind, /** @type {Child[]} */ parts) => lines.push(h('p', { class: kind, role: 'status' }, parts));
  if (pad.ui.practice) line('practice', [say('practice_said')]);
  if (pad.ui.said) line('said', [pad.ui.said]);
  if (pad.game.inserting) line('insert', [say('inserting'), ' ', button('insert_end', say('insert_end'))]);
  if (sheet?.['holder'] === device && sheet['asked_by']) {
    line('ask', [`${say('asked')} ${sheet['asked_by']} `, button('act:grant', say('grant')), button('act:refuse', say('refuse'))]);
  }
  if (sheet && sheet['holder'] && sheet['holder'] !== device) {
    const taking = sheet['granted_to'] === device || sheet['may_force'];
    line('beside', [
      `${say('held_by')} ${sheet['holder']}. ${say('beside')} `,
      taking ? button('act:take', say('take')) : sheet['asked_by'] === device ? say('asking') : button('act:ask', say('ask')),
    ]);
  }
  if (sheet && sheet['epoch'] > epoch && sheet['holder'] === device) line('ask', [button('act:take', say('take'))]);
  if (sheet?.['differs_since']) {
    line('differs', [`${say('differs')} ${sheet['check'][0]}:${sheet['check'][1]} ≠ ${state.score.a}:${state.score.b}`]);
  }
  if (state.waiting.length > 0 && state.holder === device) {
    line('ask', [`${say('late')} ${state.waiting.length} `, button('accept', say('accept')), button('decline', say('decline'))]);
  }
  if (sheet?.['closed_at']) line('closed', [say('closed'), ' ', button('act:reopen', say('reopen'))]);
  draw('banner', lines);
};

/** @param {Pad} pad @param {Side} side */
const drawSide = (pad, side) => {
  if (level(pad) === 0) {
    draw(`side-${side}`, [h('div', { class: 'adds' }, [2, 3, 1].map((points) => button(`add:${side}:${points}`, `+${points}`, { class: 'add' })))]);
    return;
  }
  const { five, bench } = onCourt(pad, side);
  const state = pad.game.state[side];
  const { subs, chosen } = pad.ui;
  const shooters = pad.game.state.free_throws?.[0];
  const one = (/** @type {string} */ shirt, /** @type {string} */ kind) => {
    const player = state.players[shirt];
    const fouls = player?.personal_fouls ?? 0;
    const inSubs = subs?.side === side && (subs.in.includes(shirt) || subs.out.includes(shirt));
    const mayShoot = shooters?.side === side && shooters.may_shoot.length === 1 && shooters.may_shoot.includes(shirt);
    return button(`who:${side}:${shirt}`, [
      h('b', {}, shirt),
      h('small', {}, `${player?.points ?? ''}${fouls > 0 ? ` ${'•'.repeat(Math.min(fouls, 5))}` : ''}`),
      h('span', { class: 'hidden' }, ` ${pad.teams[side].short} ${nameOf(pad, side, shirt)}${player?.out ? ` ${say(player.out)}` : ''}`),
    ], {
      class: `player ${kind}`,
      'aria-pressed': String((chosen?.side === side && chosen.who === shirt) || inSubs),
      'data-out': player?.out ?? null,
      'data-shoots': mayShoot,
    });
  };
  const extra = (/** @type {string} */ who) =>
    button(`who:${side}:${who}`, say(who), { class: 'player extra', 'aria-pressed': String(chosen?.side === side && chosen.who === who) });
  draw(`side-${side}`, [
    h('div', { class: 'five' }, five.map((shirt) => one(shirt, 'court'))),
    bench.length > 0 ? h('div', { class: 'bench' }, bench.map((shirt) => one(shirt, 'sub'))) : null,
    h('div', { class: 'extras' }, extra('team'), extra('coach'), extra('bench'), button(`dialog:shirt:${side}`, '+', { class: 'player extra', 'aria-label': say('add_shirt') })),
    h('div', { class: 'pair' },
      button(`time_out:${side}`, say('time_out'), { class: 'mid' }),
      subs?.side === side ? button('subs_done', `✓ ${say('subs_done')}`, { class: 'mid strong' }) : button(`subs:${side}`, say('substitution'), { class: 'mid' })),
  ]);
};

/** @param {Pad} pad @param {Side} side @param {string} shirt */
export const nameOf = (pad, side, shirt) => pad.teams[side].roster.find((one) => one.shirt === shirt)?.name ?? '';

/** @param {Pad} pad */
const drawMiddle = (pad) => {
  const { ui } = pad;
  const { state } = pad.game;
  const now = level(pad);
  const chosen = ui.chosen ? `${pad.teams[ui.chosen.side].short} ${/^\d+$/.test(ui.chosen.who) ? ui.chosen.who : say(ui.chosen.who)}` : '';
  const half = [chosen, ui.action ? say(ui.action) : '', ui.subs ? `↑${ui.subs.in.join(' ')} ↓${ui.subs.out.join(' ')}` : ''].filter(Boolean).join(' · ');
  const act = (/** @type {string} */ name, /** @type {string} */ kind = '') =>
    button(`do:${name}`, [say(name), h('kbd', { 'aria-hidden': 'true' }, KEYS[name] ?? '')], { class: `act ${kind}`, 'aria-pressed': String(ui.action === name) });
  const open = state.free_throws?.[0];
  const shots = open
    ? h('div', { class: 'throws' }, h('span', {}, `${say('free_throw')} ${pad.teams[open.side].short} ${open.may_shoot.length === 1 ? open.may_shoot[0] : ''} ×${open.left}`), button('throw:1', `✓ ${say('made')}`, { class: 'act good' }), button('throw:0', `✗ ${say('missed')}`, { class: 'act' }))
    : null;
  const good = ['goal2', 'goal3', 'ft_made'];
  const names = now === 0 ? [] : now === 1 ? [...good, 'foul', 'ft_missed', 'held'] : [...good, 'miss2', 'miss3', 'ft_missed', 'rebound', 'assist', 'turnover', 'steal', 'block', 'foul', 'held'];
  draw('middle', [
    h('p', { class: 'half', role: 'status' }, half || ' '),
    now === 3 ? court(pad) : null,
    shots,
    ui.prompt ? promptRow(pad, ui.prompt) : null,
    h('div', { class: 'actions' }, names.map((name) => act(name, good.includes(name) ? 'good' : ''))),
    h('div', { class: 'row' }, button('undo', [`↶ ${say('undo')}`, h('kbd', { 'aria-hidden': 'true' }, 'Z')], { class: 'act undo' }), button('dialog:menu', say('menu'), { class: 'act' })),
  ]);
};

/** @param {Pad} pad @param {Prompt} prompt */
const promptRow = (pad, prompt) => {
  const sides = prompt.kind === 'rebound' ? SIDES : [prompt.side];
  return h('div', { class: 'prompt' },
    h('span', {}, `${say(`ask_${prompt.kind}`)}?`),
    sides.flatMap((side) => [
      ...onCourt(pad, side).five.filter((shirt) => !(prompt.kind === 'assist' && shirt === prompt.who)).map((shirt) =>
        button(`prompt:${side}:${shirt}`, `${sides.length > 1 ? `${pad.teams[side].short.slice(0, 2)} ` : ''}${shirt}`, { class: `chip ${side}` })),
      prompt.kind === 'rebound' ? button(`prompt:${side}:team`, `${pad.teams[side].short.slice(0, 2)} ${say('team')}`, { class: `chip ${side}` }) : null,
    ]),
    button('prompt_end', '×', { class: 'chip', 'aria-label': say('close') }));
};

/** The half court: a tap is a place, and the place says whether it was two or three. @param {Pad} pad */
const court = (pad) => {
  const { spot } = pad.ui;
  const svg = `<svg viewBox="-750 -160 1500 1100" class="court" data-do="court" role="img" aria-label="${say('court')}"><rect x="-750" y="-157" width="1500" height="1097" class="floor"/><path d="M-660-157V142A675 675 0 0 0 660 142V-157M-245-157V423H245V-157M-180 423A180 180 0 0 0 180 423M-90-37H90" class="lines"/><circle cx="0" cy="0" r="22" class="lines"/>${spot ? `<circle cx="${spot.x_cm}" cy="${spot.y_cm}" r="30" class="spot"/>` : ''}</svg>`;
  const holder = h('div', { class: 'court-holder' });
  holder.innerHTML = svg;
  return holder;
};

/** @param {Pad} pad */
const drawLog = (pad) => {
  const { state } = pad.game;
  const marked = new Map(state.warnings.map((warning) => [warning['play'], warning['warning']]));
  const last = state.placed.slice(-40).reverse();
  const refused = [...pad.game.store.plays.values()].filter((one) => one.refused !== null);
  draw('log', [
    ...refused.map((one) => h('p', { class: 'refused' }, `✖ ${one.play.fact.kind} ${one.refused}`)),
    ...last.map((placed) => {
      const warning = marked.get(placed.id);
      const kept = pad.game.store.plays.get(placed.saidBy);
      const sent = kept?.arrival === null && !pad.ui.practice ? '◐ ' : '';
      return button(`edit:${placed.id}`, [
        h('span', { class: 'when' }, `${placed.period}${placed.clockMs === null ? '' : ` ${clockText(placed.clockMs)}`}`),
        h('span', {}, `${sent}${inWords(placed.fact, (side) => pad.teams[side].short)}${placed.saidBy === placed.id ? '' : ` (${say('edited')})`}`),
        warning ? h('b', { class: 'flag' }, ` ⚑ ${say(`warn_${warning}`)}`) : null,
      ], { class: `entry ${placed.fact['side'] ?? ''}` });
    }),
  ]);
};
