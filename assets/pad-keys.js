// The pad by keyboard: one key an action, digits for shirts.

/**
 * @typedef {import('./pad-view.js').Pad} Pad
 * @typedef {import('./pad-tally.js').Side} Side
 */

import { KEYS, render } from './pad-view.js';

/** Two digits belong together when they come this close. */
const DIGITS_WITHIN_MS = 600;

/** @param {Pad} pad @param {(does: string) => void} act */
export const listenToKeys = (pad, act) => {
  /** @type {Side} */
  let side = 'a';
  let digits = '';
  let timer = 0;
  const shirt = () => {
    if (digits !== '') act(`who:${side}:${digits}`);
    digits = '';
  };
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || pad.ui.dialog !== null) return;
    const key = event.key.toUpperCase();
    const action = Object.keys(KEYS).find((name) => KEYS[name] === key);
    if (/^\d$/.test(event.key)) {
      clearTimeout(timer);
      digits = `${digits}${event.key}`;
      if (digits.length === 2) shirt();
      else timer = window.setTimeout(shirt, DIGITS_WITHIN_MS);
      return;
    }
    clearTimeout(timer);
    shirt();
    if (action) act(`do:${action}`);
    else if (key === 'Z') act('undo');
    else if (key === 'N') act(`time_out:${side}`);
    else if (key === 'B') act(pad.ui.subs ? 'subs_done' : `subs:${side}`);
    else if (key === '?') act('dialog:help');
    else if (event.key === ' ' && !(target instanceof HTMLButtonElement)) {
      event.preventDefault();
      if (pad.game.store.book.clock === 'pad') act('clock');
    } else if (key === ',' || key === '.') {
      side = key === ',' ? 'a' : 'b';
      document.body.dataset['side'] = side;
    } else if (event.key === 'Escape') {
      Object.assign(pad.ui, { chosen: null, action: null, prompt: null, subs: null, spot: null });
      render(pad);
    }
  });
};
