// The scorer's pad: taps and keys become plays, plays become what is seen.

import * as dialogs from './pad-dialogs.js';
import { clockText, root, say } from './pad-dom.js';
import { Game } from './pad-game.js';
import { enterOne, takeOverIfDue } from './pad-acts.js';
import { Store } from './pad-store.js';
import { Sync } from './pad-sync.js';
import { drawConnection, render } from './pad-view.js';
import { listenToKeys } from './pad-keys.js';

/**
 * @typedef {import('./pad-view.js').Pad} Pad
 * @typedef {import('./pad-tally.js').Side} Side
 */

const given = JSON.parse(root.dataset['game'] ?? '{}');
const practiceMark = '/practice';

/** @param {boolean} practice @returns {Promise<Pad>} */
const open = async (practice) => {
  const store = await Store.open(practice ? `${given.fixture}${practiceMark}` : given.fixture);
  /** @type {Pad} */
  const pad = {
    game: new Game(store, given.rules, given.by),
    sync: new Sync(store, given.fixture, () => {
      pad.game.recount();
      if (!practice) void takeOverIfDue(pad);
      render(pad);
    }),
    ui: { chosen: null, action: null, prompt: null, dialog: null, subs: null, spot: null, said: '', practice, editing: null },
    teams: given.teams,
    title: given.title,
  };
  return pad;
};

/** @param {Pad} pad @param {string} does @param {Event} event */
const act = async (pad, does, event) => {
  pad.ui.said = '';
  if (does === 'practice' || does === 'practice_end') {
    sessionStorage.setItem('practice', does === 'practice' ? given.fixture : '');
    location.reload();
    return;
  }
  await enterOne(pad, does, event);
  render(pad);
  if (!pad.ui.practice) void pad.sync.send();
};

/** A tap is felt and, where wanted, heard. @param {Pad} pad */
const confirmTap = (pad) => {
  const { sound, vibration } = pad.game.store.book;
  if (vibration && 'vibrate' in navigator) navigator.vibrate(15);
  if (!sound) return;
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = 660;
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.04);
  tone.onended = () => void context.close();
};

/** @param {Pad} pad */
const listen = (pad) => {
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-do]') : null;
    const does = target?.getAttribute('data-do');
    if (!does) return;
    confirmTap(pad);
    void act(pad, does, event).catch((error) => {
      // A full device must say so: what is not written down is not on the sheet.
      pad.ui.said = `${say('not_saved')} ${error instanceof Error ? error.name : ''}`;
      render(pad);
    });
  });
  document.getElementById('dialog')?.addEventListener('cancel', () => (pad.ui.dialog = null));
  listenToKeys(pad, (does) => void act(pad, does, new Event('key')));
  window.addEventListener('beforeunload', (event) => {
    if (!pad.ui.practice && pad.game.store.waiting().length > 0) event.preventDefault();
  });
  setInterval(() => {
    const left = pad.game.leftMs();
    const clock = document.getElementById('clock');
    if (clock && left !== null) clock.textContent = clockText(left);
    drawConnection(pad);
  }, 200);
};

const keepAwake = async () => {
  if (document.hidden || !('wakeLock' in navigator)) return;
  await navigator.wakeLock.request('screen').catch(() => null);
};

/** With the page and its files on the device, it opens without any network. */
const install = async () => {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/pad/sw.js', { scope: '/pad/' }).catch(() => null);
  const cache = await caches.open('pad-pages').catch(() => null);
  const page = await fetch(location.pathname, { credentials: 'same-origin' }).catch(() => null);
  if (cache && page?.ok) await cache.put(location.pathname, page);
  document.body.dataset['installed'] = 'true';
};

const start = async () => {
  const practice = sessionStorage.getItem('practice') === given.fixture;
  const pad = await open(practice);
  render(pad);
  listen(pad);
  void keepAwake();
  document.addEventListener('visibilitychange', () => void keepAwake());
  void navigator.storage?.persist?.();
  void install();
  if (!practice) {
    await pad.sync.act('open');
    await takeOverIfDue(pad);
    pad.sync.start();
  }
  render(pad);
  if (pad.game.state.placed.length === 0) dialogs.open(pad, 'squads');
  document.body.dataset['ready'] = 'true';
};

void start();
