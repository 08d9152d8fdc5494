// The pad's dialogs: before the game, fouls, an entry of the past, substitutes, the end, settings.

import { button, clockMs, clockText, h, say } from './pad-dom.js';
import { LEVELS, byShirt, kindOf } from './pad-tally.js';
import { inWords } from './pad-say.js';
import { readSheet } from './pad-typing.js';
import { level, nameOf, periodName } from './pad-view.js';

/**
 * @typedef {import('./pad-view.js').Pad} Pad
 * @typedef {import('./pad-tally.js').Side} Side
 * @typedef {import('./pad-order.js').Fact} Fact
 * @typedef {import('./pad-dom.js').Child} Child
 */

const SIDES = /** @type {Side[]} */ (['a', 'b']);
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));

/** @param {Pad} pad */
export const close = (pad) => {
  pad.ui.dialog = null;
  if (dialog.open) dialog.close();
};

/** @param {Pad} pad @param {string} name */
export const open = (pad, name) => {
  pad.ui.dialog = name;
  const [kind, argument = ''] = name.split(':');
  const make = { squads, foul, edit, finish, menu, clock, shirt, help, typing }[kind ?? ''];
  if (!make) return close(pad);
  dialog.replaceChildren(h('div', { class: 'sheet' }, make(pad, argument), h('div', { class: 'row' }, button('close', say('close'), { class: 'mid' }))));
  if (!dialog.open) dialog.showModal();
  for (const canvas of dialog.querySelectorAll('canvas')) drawable(canvas);
};

/** @param {string} name @param {string} label @param {[string, string][]} choices @param {string} value */
const select = (name, label, choices, value) =>
  h('label', { class: 'field' }, label, h('select', { name }, choices.map(([key, text]) => h('option', { value: key, selected: key === value }, text))));

/** @param {Pad} pad @returns {Child[]} */
const squads = (pad) => {
  const { state, store } = pad.game;
  const side = (/** @type {Side} */ one) => {
    const team = pad.teams[one];
    const squad = pad.game.squad(one);
    const known = byShirt([...new Set([...team.roster.map((player) => player.shirt), ...squad])]);
    const starters = Object.keys(state[one].players).filter((shirt) => state[one].players[shirt]?.starter);
    const isNew = squad.length === 0;
    return h('fieldset', {}, h('legend', {}, team.name),
      h('table', {}, h('thead', {}, h('tr', {}, [say('shirt'), say('plays_today'), say('starts'), say('captain')].map((text) => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, known.map((shirt) => {
          const captain = isNew ? team.roster.some((player) => player.shirt === shirt && player.captain) : state[one].captain === shirt;
          const cell = (/** @type {string} */ kind, /** @type {string} */ type, /** @type {boolean} */ checked) =>
            h('td', {}, h('label', { class: 'tick' }, h('input', { type, name: `${kind}:${one}`, value: shirt, checked, 'aria-label': `${shirt} ${say(kind)}` })));
          // A photo is no part of what the pad keeps: it is there while the network is.
          const photo = navigator.onLine ? team.roster.find((player) => player.shirt === shirt)?.photo : null;
          return h('tr', {}, h('th', { scope: 'row' }, photo ? h('img', { class: 'face', src: photo, alt: '', loading: 'lazy' }) : null, `${shirt} ${nameOf(pad, one, shirt)}`), cell('plays_today', 'checkbox', isNew || squad.includes(shirt)), cell('starts', 'checkbox', isNew ? team.roster.some((player) => player.shirt === shirt && player.starter) : starters.includes(shirt)), cell('captain', 'radio', captain));
        }))),
      h('label', { class: 'field' }, say('more_shirts'), h('input', { name: `more:${one}`, inputmode: 'text', autocomplete: 'off', placeholder: '4 5 7 00' })));
  };
  return [
    h('h2', {}, say('before_the_game')),
    select('level', say('level'), LEVELS.map((name) => [name, say(`level_${name}`)]), state.level === 'score' && state.placed.length === 0 ? 'scoresheet' : state.level),
    select('clock', say('clock'), [['none', say('clock_none')], ['pad', say('clock_pad')]], store.book.clock),
    h('div', { class: 'two' }, SIDES.map(side)),
    h('div', { class: 'row' }, button('squads_save', say('save'), { class: 'act good' }), pad.ui.practice ? button('practice_end', say('practice_end'), { class: 'act' }) : state.placed.length === 0 ? button('practice', say('practice'), { class: 'act' }) : null),
  ];
};

/** Reads the squads as they were ticked. @param {Pad} pad */
export const saveSquads = async (pad) => {
  const values = (/** @type {string} */ name) =>
    [...dialog.querySelectorAll(`[name="${name}"]:checked`)].map((node) => /** @type {HTMLInputElement} */ (node).value);
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (dialog.querySelector(`[name="${name}"]`)).value;
  const { game } = pad;
  const wanted = field('level');
  if (game.state.placed.length === 0 || game.state.level !== wanted) await game.enter({ kind: 'level', level: wanted });
  if (field('clock') !== game.store.book.clock) {
    const left = game.store.book.leftMs ?? game.periodMs(Math.max(1, game.begun()));
    await game.store.saveBook({ clock: field('clock') === 'pad' ? 'pad' : 'none', leftMs: left, runningSince: null });
  }
  for (const side of SIDES) {
    const more = field(`more:${side}`).split(/[^0-9]+/).filter((text) => /^(00|0|[1-9]\d?)$/.test(text));
    const players = byShirt([...new Set([...values(`plays_today:${side}`), ...more])]);
    const [captain] = values(`captain:${side}`);
    const starters = byShirt(values(`starts:${side}`).filter((shirt) => players.includes(shirt)));
    const before = game.state[side];
    const same = (/** @type {string[]} */ one, /** @type {string[]} */ other) => byShirt(one).join() === byShirt(other).join();
    if (players.length > 0 && (!same(players, game.squad(side)) || (captain ?? null) !== before.captain)) {
      await game.enter({ kind: 'squad', side, players, ...(captain && players.includes(captain) ? { captain } : {}) });
    }
    const started = Object.keys(before.players).filter((shirt) => before.players[shirt]?.starter);
    if (starters.length > 0 && !same(starters, started)) await game.enter({ kind: 'starters', side, players: starters });
  }
};

/** One tap each: the code with its free throws. @param {Pad} pad @param {string} argument */
const foul = (pad, argument) => {
  const [side, who] = /** @type {[Side, string]} */ (argument.split('/'));
  const codes = pad.game.rules.edition['foul'].filter((/** @type {any} */ code) => code.who.includes(kindOf(who)));
  const one = (/** @type {any} */ code, /** @type {number} */ shots, cancelled = false) =>
    button(`foul:${code.code}:${code.category ?? ''}:${shots}:${cancelled ? 'c' : ''}`,
      h('b', {}, `${code.code}${cancelled ? 'c' : shots || ''}${code.category ? `·${code.category}` : ''}`), { class: 'act code' });
  return [
    h('h2', {}, `${pad.teams[side].short} ${/^\d+$/.test(who) ? who : say(who)} · ${say('foul')}`),
    ...codes.map((/** @type {any} */ code) =>
      h('div', { class: 'row codes' }, h('span', {}, say(`foul_${code.kind}`)), code.free_throws.map((/** @type {number} */ shots) => one(code, shots)), code.free_throws.some((/** @type {number} */ shots) => shots > 0) ? one(code, 0, true) : null)),
  ];
};

/** @param {Pad} pad @param {string} id */
const edit = (pad, id) => {
  const placed = pad.game.placed(id);
  if (!placed) return [h('p', {}, '–')];
  const { fact } = placed;
  const side = /** @type {Side | undefined} */ (fact['side']);
  const shirts = side ? byShirt([...new Set([...Object.keys(pad.game.state[side].players), ...pad.teams[side].roster.map((player) => player.shirt)])]) : [];
  const none = /** @type {[string, string]} */ (['', '–']);
  const list = (/** @type {string[]} */ all) => /** @type {[string, string][]} */ (all.map((shirt) => [shirt, shirt]));
  const fields = [];
  if (side && fact.kind !== 'squad' && fact.kind !== 'starters') fields.push(select('side', say('team_word'), SIDES.map((one) => [one, pad.teams[one].short]), side));
  if ('player' in fact || ['goal', 'miss', 'free_throw', 'rebound', 'turnover', 'assist', 'steal', 'block'].includes(fact.kind)) fields.push(select('player', say('player'), [none, ...list(shirts)], fact['player'] ?? ''));
  if (fact.kind === 'goal' || fact.kind === 'miss') fields.push(select('kind', say('result'), [['goal', say('made')], ['miss', say('missed')]], fact.kind), select('points', say('points'), [['2', '2'], ['3', '3']], String(fact['points'])));
  if (fact.kind === 'free_throw') fields.push(select('made', say('result'), [['1', say('made')], ['0', say('missed')]], fact['made'] ? '1' : '0'));
  if (fact.kind === 'rebound') fields.push(select('end', say('rebound'), [['offensive', say('rebound_offensive')], ['defensive', say('rebound_defensive')]], fact['end']));
  if (fact.kind === 'foul' && side) {
    const rival = side === 'a' ? 'b' : 'a';
    fields.push(
      select('who', say('player'), [...list(shirts), ...['coach', 'assistant_coach', 'bench', 'delegation'].map((who) => /** @type {[string, string]} */ ([who, say(who)]))], fact['who']),
      select('code', say('foul'), pad.game.rules.edition['foul'].map((/** @type {any} */ code) => [`${code.code}/${code.category ?? ''}`, `${code.code}${code.category ? `·${code.category}` : ''} ${say(`foul_${code.kind}`)}`]), `${fact['code']}/${fact['category'] ?? ''}`),
      select('free_throws', say('free_throws'), ['0', '1', '2', '3', 'c'].map((text) => [text, text]), fact['cancelled'] ? 'c' : String(fact['free_throws'] ?? 0)),
      select('drawn_by', say('fouled'), [none, ...list(byShirt(Object.keys(pad.game.state[rival].players)))], fact['drawn_by'] ?? ''));
  }
  const periods = Array.from({ length: Math.max(pad.game.period(), 1) + 1 }, (_, at) => /** @type {[string, string]} */ ([String(at), at === 0 ? say('before_the_game') : periodName(pad, at)]));
  return [
    h('h2', {}, inWords(fact, (one) => pad.teams[one].short)),
    ...fields,
    select('period', say('period_word'), periods, String(placed.period)),
    h('label', { class: 'field' }, say('clock'), h('input', { name: 'clock', value: placed.clockMs === null ? '' : clockText(placed.clockMs), placeholder: '8:41', autocomplete: 'off' })),
    h('div', { class: 'row' }, button(`edit_save:${id}`, say('save'), { class: 'act good' }), button(`remove:${id}`, say('remove'), { class: 'act' }), button(`insert:${id}`, say('insert_after'), { class: 'act' })),
    h('div', { class: 'row' }, button(`earlier:${id}`, say('move_earlier'), { class: 'mid' }), button(`later:${id}`, say('move_later'), { class: 'mid' })),
  ];
};

/** Writes what the dialog says of an entry. @param {Pad} pad @param {string} id */
export const saveEdit = async (pad, id) => {
  const placed = pad.game.placed(id);
  if (!placed) return;
  /** @type {Fact} */
  const fact = { ...placed.fact };
  for (const node of dialog.querySelectorAll('select, input')) {
    const { name, value } = /** @type {HTMLSelectElement | HTMLInputElement} */ (node);
    if (name === 'period' || name === 'clock') continue;
    if (name === 'points') fact['points'] = Number(value);
    else if (name === 'made') fact['made'] = value === '1';
    else if (name === 'code') {
      const [code, category] = value.split('/');
      fact['code'] = code;
      if (category) fact['category'] = Number(category);
      else delete fact['category'];
    } else if (name === 'free_throws') {
      delete fact['cancelled'];
      fact['free_throws'] = value === 'c' ? 0 : Number(value);
      if (value === 'c') fact['cancelled'] = true;
    } else if (value === '') delete fact[name];
    else fact[name] = value;
  }
  const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (dialog.querySelector(`[name="${name}"]`)).value;
  const left = clockMs(value('clock'));
  const period = Number(value('period'));
  await pad.game.amend(id, fact, { ...(left === null ? {} : { clock_ms: left }), ...(period === placed.period ? {} : { period }) });
};

/** @param {Pad} pad */
const finish = (pad) => {
  const { state } = pad.game;
  const { sheet } = pad.sync;
  const roles = ['scorer', 'timer', 'referee', 'umpire', 'captain_a', 'captain_b'];
  const open = state.warnings.length;
  return [
    h('h2', {}, say('finish')),
    h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, ''), state.periods.map((_, at) => h('th', { scope: 'col' }, periodName(pad, at + 1))), h('th', { scope: 'col' }, say('total')))),
      h('tbody', {}, SIDES.map((side) => h('tr', {}, h('th', { scope: 'row' }, pad.teams[side].name), state.periods.map((period) => h('td', {}, period[side])), h('td', {}, h('b', {}, state.score[side])))))),
    h('p', {}, open > 0 ? `⚑ ${say('flags_open')} ${open}` : say('flags_none')),
    h('p', {}, say('check_board')),
    pad.ui.practice ? h('p', {}, say('practice_said')) : [
      h('div', { class: 'signatures' }, roles.map((role) => h('div', {}, h('span', {}, `${say(`role_${role}`)}${sheet?.['signed'].includes(role) ? ' ✓' : ''}`), h('canvas', { width: 300, height: 110, 'data-role': role, 'aria-label': say(`role_${role}`) }), button(`sign:${role}`, say('sign'), { class: 'mid' })))),
      h('div', { class: 'row' }, sheet?.['closed_at'] ? button('act:reopen', say('reopen'), { class: 'act' }) : button('close_sheet', say('lock'), { class: 'act good' })),
    ],
  ];
};

/** Lets a finger draw on a canvas; the path is kept beside it. @param {HTMLCanvasElement} canvas */
const drawable = (canvas) => {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 2;
  const at = (/** @type {PointerEvent} */ event) => [Math.round((event.offsetX * canvas.width) / canvas.clientWidth), Math.round((event.offsetY * canvas.height) / canvas.clientHeight)];
  let path = '';
  canvas.addEventListener('pointerdown', (event) => {
    const [x, y] = at(event);
    canvas.setPointerCapture(event.pointerId);
    path += `M${x} ${y}`;
    pen.beginPath();
    pen.moveTo(x ?? 0, y ?? 0);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons === 0) return;
    const [x, y] = at(event);
    path += `L${x} ${y}`;
    pen.lineTo(x ?? 0, y ?? 0);
    pen.stroke();
    canvas.dataset['path'] = path.slice(0, 19_000);
  });
};

/** What was drawn for a role. @param {string} role */
export const pathOf = (role) => {
  const canvas = dialog.querySelector(`canvas[data-role="${role}"]`);
  return canvas instanceof HTMLCanvasElement ? (canvas.dataset['path'] ?? '') : '';
};

/** @param {Pad} pad */
const menu = (pad) => {
  const { book } = pad.game.store;
  return [
    h('h2', {}, pad.title),
    h('div', { class: 'column' },
      button('dialog:squads', say('before_the_game'), { class: 'mid' }),
      h('div', { class: 'row' }, LEVELS.map((name, at) => button(`level:${name}`, say(`level_${name}`), { class: 'mid', 'aria-pressed': String(level(pad) === at) }))),
      button('challenge', say('challenge'), { class: 'mid' }),
      button('set:sound', `${say('sound')}: ${say(book.sound ? 'on' : 'off')}`, { class: 'mid' }),
      button('set:vibration', `${say('vibration')}: ${say(book.vibration ? 'on' : 'off')}`, { class: 'mid' }),
      button('dialog:typing', say('typing'), { class: 'mid' }),
      button('export', say('export_waiting'), { class: 'mid' }),
      button('dialog:finish', say('finish'), { class: 'mid' }),
      button('dialog:help', say('keys'), { class: 'mid' }),
      h('p', { class: 'quiet' }, `${say('device')} ${book.device}`)),
  ];
};

/** @param {Pad} pad */
const clock = (pad) => [
  h('h2', {}, say('set_clock')),
  h('div', { class: 'row' }, [60_000, 1000, 100, -100, -1000, -60_000].map((step) => button(`clock_step:${step}`, `${step > 0 ? '+' : '−'}${Math.abs(step) >= 60_000 ? '1:00' : Math.abs(step) / 1000}`, { class: 'act' }))),
  h('label', { class: 'field' }, say('clock'), h('input', { name: 'set_clock', value: clockText(pad.game.leftMs() ?? 0), autocomplete: 'off' })),
  h('div', { class: 'row' }, button('clock_save', say('save'), { class: 'act good' })),
];

/** The time as typed. */
export const typedClock = () => clockMs(/** @type {HTMLInputElement} */ (dialog.querySelector('[name="set_clock"]')).value);

/** @param {Pad} _pad @param {string} side */
const shirt = (_pad, side) => [
  h('h2', {}, say('add_shirt')),
  h('div', { class: 'pad-digits' }, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '00', '⌫'].map((digit) => button(`digit:${digit}`, digit, { class: 'act' }))),
  h('p', { class: 'typed', id: 'typed', role: 'status' }, ''),
  h('div', { class: 'row' }, button(`shirt_save:${side}`, say('save'), { class: 'act good' })),
];

const typing = () => [
  h('h2', {}, say('typing')),
  h('p', {}, say('typing_said')),
  h('label', { class: 'field' }, say('typing'), h('textarea', { name: 'typing', rows: 14, spellcheck: 'false', autocomplete: 'off', placeholder: 'q1\na7 2\nb4 p2 7\na7 1\na to\nend' })),
  h('p', { id: 'typing_wrong', role: 'alert' }, ''),
  h('div', { class: 'row' }, button('typing_save', say('save'), { class: 'act good' })),
];

/** Enters a typed sheet; a wrong line is named and the text stays. @param {Pad} pad */
export const saveTyping = async (pad) => {
  const { game } = pad;
  const text = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('[name="typing"]')).value;
  const { typed, wrong } = readSheet(text, game.begun(), game.state.phase === 'playing');
  if (wrong !== null) {
    const line = document.getElementById('typing_wrong');
    if (line) line.textContent = `${say('typing_wrong')} ${wrong}`;
    return;
  }
  if (game.state.level === 'score') await game.enter({ kind: 'level', level: 'scoresheet' }, { period: game.begun() });
  for (const { fact, period } of typed) await game.enter(fact, { period });
  close(pad);
};

const help = () => [h('h2', {}, say('keys')), h('p', {}, say('keys_said'))];
