// What each tap does: half-entered things are completed, whole ones become plays.

import * as dialogs from './pad-dialogs.js';
import { say } from './pad-dom.js';
import { byShirt, other, shirtOrder } from './pad-tally.js';
import { level, onCourt } from './pad-view.js';

/**
 * @typedef {import('./pad-view.js').Pad} Pad
 * @typedef {import('./pad-tally.js').Side} Side
 * @typedef {import('./pad-order.js').Fact} Fact
 */

/** The three-point line: 6.75 m, straight 0.9 m from the side lines. */
const isThree = (/** @type {number} */ x, /** @type {number} */ y) => (y < 142 ? Math.abs(x) > 660 : Math.hypot(x, y) > 675);

/** @param {Pad} pad @param {string} does @param {Event} event */
export const enterOne = async (pad, does, event) => {
  const { game, ui } = pad;
  const [name = '', one = '', two = ''] = does.split(':');
  const side = /** @type {Side} */ (one);
  if (['do', 'who', 'add', 'throw', 'time_out', 'foul', 'subs', 'prompt', 'court'].includes(name) && pad.sync.sheet?.['closed_at'] && !ui.practice) {
    ui.said = say('closed');
    return;
  }
  switch (name) {
    case 'do': return chooseAction(pad, one);
    case 'who': return chooseWho(pad, side, two);
    case 'add': return void (await whilePlaying(pad, () => game.enter(two === '1' ? { kind: 'free_throw', side, made: true } : { kind: 'goal', side, points: Number(two) })));
    case 'throw': return freeThrow(pad, one === '1');
    case 'court': return touchCourt(pad, event);
    case 'foul': return foul(pad, does);
    case 'prompt': return answerPrompt(pad, side, two);
    case 'prompt_end': ui.prompt = null; return;
    case 'time_out': return void (await whilePlaying(pad, () => game.enter({ kind: 'time_out', side })));
    case 'subs': ui.subs = { side, in: [], out: [] }; [ui.chosen, ui.action] = [null, null]; return;
    case 'subs_done': return substitute(pad);
    case 'undo': await game.undo(); [ui.prompt, ui.spot] = [null, null]; return;
    case 'clock': return game.runClock(game.store.book.runningSince === null);
    case 'clock_step': return game.setClock(Math.max(0, Math.round((game.leftMs() ?? 0) + Number(one))));
    case 'clock_save': {
      const left = dialogs.typedClock();
      if (left !== null) await game.setClock(left);
      return dialogs.close(pad);
    }
    case 'arrow': return void (await game.enter({ kind: 'arrow', side: game.state.arrow === 'a' ? 'b' : 'a' }));
    case 'challenge': {
      if (!ui.chosen) { ui.said = say('choose_team'); return dialogs.close(pad); }
      await game.enter({ kind: 'challenge', side: ui.chosen.side });
      return dialogs.close(pad);
    }
    case 'period_start':
      if (game.begun() === 0 && game.state.placed.length === 0) await game.enter({ kind: 'level', level: 'score' });
      return game.startPeriod();
    case 'period_end': return game.endPeriod();
    case 'game_end': await game.enter({ kind: 'game_end' }); return dialogs.open(pad, 'finish');
    case 'level': await game.enter({ kind: 'level', level: one }); return dialogs.close(pad);
    case 'dialog': return dialogs.open(pad, does.slice('dialog:'.length));
    case 'close': return dialogs.close(pad);
    case 'squads_save': await dialogs.saveSquads(pad); return dialogs.close(pad);
    case 'digit': return typeDigit(one);
    case 'shirt_save': return addShirt(pad, side);
    case 'edit': return dialogs.open(pad, `edit:${one}`);
    case 'edit_save': await dialogs.saveEdit(pad, one); return dialogs.close(pad);
    case 'remove': await game.enter({ kind: 'retract', target: one }); return dialogs.close(pad);
    case 'insert': {
      const placed = game.placed(one);
      if (placed) game.inserting = { period: placed.period, after: placed.seat };
      return dialogs.close(pad);
    }
    case 'insert_end': game.inserting = null; return;
    case 'earlier': case 'later': return move(pad, one, name === 'earlier' ? -1 : 1);
    case 'set': return game.store.saveBook(one === 'sound' ? { sound: !game.store.book.sound } : { vibration: !game.store.book.vibration }).then(() => dialogs.open(pad, 'menu'));
    case 'accept': case 'decline': return void (await game.enter({ kind: name, plays: game.state.waiting }, { period: game.begun() }));
    case 'act': return sheetAct(pad, one);
    case 'sign': return sign(pad, one);
    case 'close_sheet': return closeSheet(pad);
    case 'export': return exportWaiting(pad);
  }
};

/** Points belong into a running period; whoever forgot to begin it is told. @param {Pad} pad @param {() => Promise<unknown>} enter */
const whilePlaying = async (pad, enter) => {
  if (pad.game.inserting || pad.game.state.phase === 'playing') await enter();
  else pad.ui.said = say('begin_first');
};

/** @param {Pad} pad @param {string} action */
const chooseAction = async (pad, action) => {
  const { ui, game } = pad;
  if (action === 'held') return void (await whilePlaying(pad, () => game.enter({ kind: 'held_ball' })));
  if (ui.chosen) return complete(pad, action, ui.chosen.side, ui.chosen.who);
  ui.action = ui.action === action ? null : action;
};

/** @param {Pad} pad @param {Side} side @param {string} who */
const chooseWho = async (pad, side, who) => {
  const { ui } = pad;
  if (ui.subs && ui.subs.side === side && /^\d+$/.test(who)) return mark(pad, who);
  if (ui.action) return complete(pad, ui.action, side, who);
  const same = ui.chosen?.side === side && ui.chosen.who === who;
  ui.chosen = same ? null : { side, who };
  ui.prompt = null;
};

/** @param {Pad} pad @param {string} action @param {Side} side @param {string} who */
const complete = async (pad, action, side, who) => {
  const { game, ui } = pad;
  [ui.chosen, ui.action, ui.prompt] = [null, null, null];
  if (action === 'foul') return dialogs.open(pad, `foul:${side}/${who === 'team' ? 'bench' : who}`);
  const isPlayer = /^\d+$/.test(who);
  const player = isPlayer ? { player: who } : {};
  const spot = ui.spot ? { spot: { x_cm: ui.spot.x_cm, y_cm: ui.spot.y_cm } } : {};
  const box = level(pad) >= 2;
  switch (action) {
    case 'goal2': case 'goal3': case 'miss2': case 'miss3': {
      const kind = action.startsWith('goal') ? 'goal' : 'miss';
      ui.spot = null;
      return void (await whilePlaying(pad, async () => {
        const target = await game.enter({ kind, side, ...player, points: Number(action.at(-1)), ...spot });
        if (box && kind === 'goal' && isPlayer) ui.prompt = { kind: 'assist', side, target, who };
        if (box && kind === 'miss') ui.prompt = { kind: 'rebound', side, target, who };
      }));
    }
    case 'ft_made': case 'ft_missed': return void (await game.enter({ kind: 'free_throw', side, ...player, made: action === 'ft_made' }));
    case 'rebound': return void (await whilePlaying(pad, () => rebound(pad, side, player)));
    case 'turnover': return void (await whilePlaying(pad, () => game.enter({ kind: 'turnover', side, ...player })));
    default: if (isPlayer) await whilePlaying(pad, () => game.enter({ kind: action, side, player: who }));
  }
};

/** Whose basket it was taken under says the last shot that missed. @param {Pad} pad @param {Side} side @param {{ player?: string }} player */
const rebound = (pad, side, player) => {
  const isMiss = (/** @type {Fact} */ fact) => fact.kind === 'miss' || (fact.kind === 'free_throw' && !fact['made']);
  const missed = pad.game.state.placed.filter((placed) => isMiss(placed.fact)).at(-1);
  return pad.game.enter({ kind: 'rebound', side, ...player, end: missed?.fact['side'] === side ? 'offensive' : 'defensive' });
};

/** @param {Pad} pad @param {boolean} made */
const freeThrow = async (pad, made) => {
  const open = pad.game.state.free_throws?.[0];
  if (!open) return;
  const chosen = pad.ui.chosen?.side === open.side ? pad.ui.chosen.who : undefined;
  const player = chosen ?? (open.may_shoot.length === 1 ? open.may_shoot[0] : undefined);
  if (player === undefined && open.may_shoot.length > 1) {
    pad.ui.action = made ? 'ft_made' : 'ft_missed';
    return;
  }
  await pad.game.enter({ kind: 'free_throw', side: open.side, ...(player === undefined ? {} : { player }), made });
  pad.ui.chosen = null;
  if (!made && open.left === 1 && level(pad) >= 2) pad.ui.prompt = { kind: 'rebound', side: open.side, target: '', who: player ?? '' };
};

/** @param {Pad} pad @param {string} does */
const foul = async (pad, does) => {
  const [, code = '', category = '', shots = '0', cancelled = ''] = does.split(':');
  const [side, who] = /** @type {[Side, string]} */ ((pad.ui.dialog ?? '').slice('foul:'.length).split('/'));
  dialogs.close(pad);
  const target = await pad.game.enter({ kind: 'foul', side, who, code, ...(category ? { category: Number(category) } : {}), free_throws: Number(shots), ...(cancelled ? { cancelled: true } : {}) });
  const isOnPlayer = /^\d+$/.test(who) && !['T', 'F'].includes(code);
  if (isOnPlayer && (Number(shots) > 0 || level(pad) >= 2)) pad.ui.prompt = { kind: 'fouled', side: other(side), target, who };
};

/** @param {Pad} pad @param {Side} side @param {string} who */
const answerPrompt = async (pad, side, who) => {
  const { prompt } = pad.ui;
  pad.ui.prompt = null;
  if (!prompt) return;
  if (prompt.kind === 'assist') await pad.game.enter({ kind: 'assist', side, player: who });
  if (prompt.kind === 'rebound') await rebound(pad, side, who === 'team' ? {} : { player: who });
  const placed = pad.game.placed(prompt.target);
  if (prompt.kind === 'fouled' && placed) await pad.game.amend(prompt.target, { ...placed.fact, drawn_by: who });
};

/** @param {Pad} pad @param {Event} event */
const touchCourt = (pad, event) => {
  const court = event.target instanceof Element ? event.target.closest('svg') : null;
  if (!court || !(event instanceof MouseEvent)) return;
  const box = court.getBoundingClientRect();
  const scale = Math.max(1500 / box.width, 1100 / box.height);
  const x = Math.round((event.clientX - box.left - box.width / 2) * scale);
  const y = Math.round((event.clientY - box.top - box.height / 2) * scale + 390);
  pad.ui.spot = { side: 'a', x_cm: Math.max(-750, Math.min(750, x)), y_cm: Math.max(-157, Math.min(1250, y)) };
  const worth = isThree(x, y) ? '3' : '2';
  if (pad.ui.chosen) pad.ui.said = `${say('place_worth')} ${worth}`;
  else pad.ui.said = `${say('place_worth')} ${worth} · ${say('choose_player')}`;
};

/** @param {Pad} pad @param {string} shirt */
const mark = (pad, shirt) => {
  const { subs } = pad.ui;
  if (!subs) return;
  const on = level(pad) >= 2 && onCourt(pad, subs.side).five.includes(shirt) && onCourt(pad, subs.side).bench.length > 0;
  const list = on ? 'out' : 'in';
  subs[list] = subs[list].includes(shirt) ? subs[list].filter((known) => known !== shirt) : [...subs[list], shirt];
};

/** @param {Pad} pad */
const substitute = async (pad) => {
  const { subs } = pad.ui;
  pad.ui.subs = null;
  if (!subs || subs.in.length + subs.out.length === 0) return;
  await pad.game.enter({ kind: 'substitution', side: subs.side, in: byShirt(subs.in), ...(subs.out.length > 0 ? { out: byShirt(subs.out) } : {}) });
};

/** @param {string} digit */
const typeDigit = (digit) => {
  const typed = document.getElementById('typed');
  if (!typed) return;
  const now = typed.textContent ?? '';
  const next = digit === '⌫' ? '' : `${now}${digit}`;
  if (/^(00|0|[1-9]\d?)?$/.test(next)) typed.textContent = next;
};

/** @param {Pad} pad @param {Side} side */
const addShirt = async (pad, side) => {
  const shirt = document.getElementById('typed')?.textContent ?? '';
  dialogs.close(pad);
  if (shirt === '') return;
  const players = [...new Set([...pad.game.squad(side), shirt])].sort((a, b) => shirtOrder(a) - shirtOrder(b));
  const { captain } = pad.game.state[side];
  await pad.game.enter({ kind: 'squad', side, players, ...(captain === null ? {} : { captain }) });
};

/** Gives an entry the place before or after its neighbour. @param {Pad} pad @param {string} id @param {-1 | 1} step */
const move = async (pad, id, step) => {
  const { placed } = pad.game.state;
  const at = placed.findIndex((one) => one.id === id);
  const mine = placed[at];
  const target = step < 0 ? placed[at - 2] : placed[at + 1];
  const neighbour = placed[at + step];
  dialogs.close(pad);
  if (!mine || !neighbour || neighbour.period !== mine.period) return;
  const after = target?.period === mine.period ? target.seat : 'start';
  await pad.game.amend(id, mine.fact, { period: mine.period, after });
};

/** @param {Pad} pad @param {string} act */
const sheetAct = async (pad, act) => {
  const { ok, problem } = await pad.sync.act(act);
  if (!ok) pad.ui.said = problem?.detail ?? say('offline');
  if (ok && act === 'take') await takeOverIfDue(pad);
  if (ok && act === 'reopen') dialogs.close(pad);
};

let taking = false;
/**
 * Whoever was handed the sheet says so with a play: from there on its own epoch counts.
 * @param {Pad} pad
 */
export const takeOverIfDue = async (pad) => {
  const { sheet } = pad.sync;
  const { store } = pad.game;
  if (!sheet || taking) return;
  taking = true;
  try {
    if (sheet['granted_to'] === store.book.device) {
      const { ok } = await pad.sync.act('take');
      if (!ok) return;
    }
    const now = pad.sync.sheet;
    if (!now || now['holder'] !== store.book.device) {
      if (now && now['holder'] && now['epoch'] > store.book.epoch) await store.saveBook({ epoch: now['epoch'] });
      return;
    }
    const { epoch } = now;
    const said = [...store.plays.values()].some((one) => one.own && one.play.fact.kind === 'take_over' && (one.play.epoch ?? 1) === epoch);
    if (said) return;
    await pad.sync.fetchPlays();
    await store.saveBook({ epoch });
    await pad.game.enter({ kind: 'take_over', known: now['known'] }, { period: pad.game.begun() });
    void pad.sync.send();
  } finally {
    taking = false;
  }
};

/** @param {Pad} pad @param {string} role */
const sign = async (pad, role) => {
  const { ok, problem } = await pad.sync.act('sign', { role, path: dialogs.pathOf(role) });
  if (ok) dialogs.open(pad, 'finish');
  else pad.ui.said = problem?.detail ?? say('offline');
};

/** @param {Pad} pad */
const closeSheet = async (pad) => {
  await pad.sync.send();
  if (pad.game.store.waiting().length > 0) pad.ui.said = say('send_first');
  else {
    const { ok, problem } = await pad.sync.act('close');
    const [fault] = problem?.errors ?? [];
    if (!ok) pad.ui.said = fault?.detail ?? problem?.detail ?? say('offline');
  }
  dialogs.close(pad);
};

/** The last resort of a tablet that will never see a network again. @param {Pad} pad */
const exportWaiting = (pad) => {
  const plays = pad.game.store.waiting().map((one) => one.play);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ plays })], { type: 'application/json' }));
  link.download = `plays-${pad.game.store.book.device}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
};
