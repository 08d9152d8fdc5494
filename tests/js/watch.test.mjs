// The beacon's script: says when somebody watches, says nothing for those who ask not to be tracked, keeps nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const code = readFileSync(new URL('../../assets/watch.js', import.meta.url), 'utf8');

class Script {
  /** @param {Record<string, string>} dataset */
  constructor(dataset) {
    this.dataset = dataset;
    this.src = 'https://league.test/-/watch.js';
  }
}
class Media {
  paused = true;
  ended = false;
}

/**
 * A page with its timers in hand.
 * @param {Record<string, string>} dataset
 * @param {{ navigator?: object, hidden?: boolean, answers?: object[], player?: Media }} given
 */
const page = (dataset, { navigator = {}, hidden = false, answers = [], player } = {}) => {
  /** @type {any[]} */
  const sent = [];
  /** @type {{ seconds: number, run: () => Promise<void> }[]} */
  const timers = [];
  /** @type {Record<string, () => void>} */
  const listeners = {};
  const document = {
    currentScript: new Script(dataset),
    hidden,
    querySelector: () => player ?? null,
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ run) => (listeners[name] = run),
  };
  const setTimeout = (/** @type {() => Promise<void>} */ run, /** @type {number} */ ms) =>
    timers.push({ seconds: ms / 1000, run });
  const fetch = async (/** @type {URL} */ address, /** @type {any} */ options) => {
    sent.push({ address: String(address), ...options, body: JSON.parse(options.body) });
    const answer = answers.shift();
    if (!answer) throw new TypeError('no network');
    return { ok: true, json: async () => answer };
  };
  const window = { setTimeout };
  const known = { HTMLScriptElement: Script, HTMLMediaElement: Media, URL, Date, Math, JSON };
  vm.runInNewContext(code, { ...known, document, navigator, window, fetch, clearTimeout: () => {} });
  return { sent, timers, listeners, document, settled: () => new Promise((done) => setImmediate(done)) };
};

test('a page in front beats with the state it was given, and stops when told', async () => {
  const answers = [{ beat: 'one', after: 20 }, { beat: '', after: 0 }];
  const { sent, timers, settled } = page({ watch: 'game' }, { answers });
  await settled();
  assert.equal(sent[0].address, 'https://league.test/api/v1/beacon');
  assert.deepEqual(sent[0].body, { about: 'game', place: 'page', beat: '' });
  assert.equal(sent[0].credentials, 'omit', 'no cookie goes along');
  assert.equal(timers[0]?.seconds, 20);
  await timers[0]?.run();
  await settled();
  assert.equal(sent[1].body.beat, 'one');
  assert.equal(timers.length, 1, 'nothing more is planned');
});

test('those who ask not to be tracked send nothing', async () => {
  for (const navigator of [{ doNotTrack: '1' }, { globalPrivacyControl: true }]) {
    const { sent, settled } = page({ watch: 'game' }, { navigator });
    await settled();
    assert.equal(sent.length, 0);
  }
});

test('a page behind others sends nothing until it comes to the front', async () => {
  const { sent, timers, listeners, document, settled } = page({ watch: 'game' }, { hidden: true });
  await settled();
  assert.equal(sent.length, 0);
  document.hidden = false;
  listeners['visibilitychange']?.();
  await timers[0]?.run();
  assert.equal(sent.length, 1);
});

test('a player counts while it plays, also behind other pages', async () => {
  const player = new Media();
  const answers = [{ beat: 'one', after: 20 }];
  const { sent, timers, listeners, settled } = page({ watch: 'game', player: '#v' }, { hidden: true, answers, player });
  await settled();
  assert.equal(sent.length, 0, 'it is paused');
  player.paused = false;
  listeners['playing']?.();
  await timers[0]?.run();
  assert.equal(sent[0].body.place, 'player');
});

test('a lost network is tried again and breaks nothing', async () => {
  const { sent, timers, settled } = page({ watch: 'game' });
  await settled();
  assert.equal(sent.length, 1);
  assert.equal(timers[0]?.seconds, 20);
});
