// The pad's queue against a server that is full, gone or slow: what waits stays, in order, until it is acknowledged.

import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @type {{ status: number, body: object }[]} */
const answers = [];
/** @type {{ path: string, body: any }[]} */
const sent = [];
const later = /** @type {any} */ ({ setTimeout: () => 0, addEventListener: () => {} });
Object.assign(globalThis, { window: later });
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
Object.assign(globalThis, {
  fetch: async (/** @type {string} */ path, /** @type {any} */ init) => {
    sent.push({ path, body: init.body ? JSON.parse(init.body) : null });
    const answer = answers.shift();
    if (!answer) throw new TypeError('no network');
    return { ok: answer.status < 300, status: answer.status, json: async () => answer.body };
  },
});
const { Sync } = await import('../../assets/pad-sync.js');

/** A queue of three plays. */
const queue = () => {
  const kept = [1, 2, 3].map((number) => ({
    game: 'g', id: `k1-${number}`, number, own: true, arrival: /** @type {number | null} */ (null), refused: null, play: { id: `k1-${number}` },
  }));
  return {
    kept,
    book: { cursor: 0, device: 'k1' },
    waiting: () => kept.filter((one) => one.arrival === null && one.refused === null),
    put: async (/** @type {any[]} */ news) => {
      for (const one of news) Object.assign(kept.find((known) => known.id === one.id) ?? {}, one);
    },
  };
};
const taken = (/** @type {number} */ from) => ({
  status: 200,
  body: { plays: [1, 2, 3].map((number) => ({ id: `k1-${number}`, arrival: from + number })) },
});

test('a full disk is trouble, the queue stays and goes on when there is room', async () => {
  const store = queue();
  const sync = new Sync(/** @type {any} */ (store), 'f', () => {});
  answers.push({ status: 507, body: { code: 'no_space' } }, { status: 503, body: {} }, taken(10));
  await sync.send();
  assert.equal(sync.connection, 'trouble');
  assert.deepEqual(store.waiting().map((one) => one.id), ['k1-1', 'k1-2', 'k1-3']);
  const firstWait = sync.waitMs;
  await sync.send();
  assert.ok(sync.waitMs > firstWait, 'it asks less often while it lasts');
  await sync.send();
  assert.deepEqual([sync.connection, store.waiting().length, sync.waitMs], ['online', 0, 0]);
  assert.deepEqual(store.kept.map((one) => one.arrival), [11, 12, 13]);
});

test('without network nothing is lost, and a lost answer is asked for again with the same plays', async () => {
  const store = queue();
  const sync = new Sync(/** @type {any} */ (store), 'f', () => {});
  sent.length = 0;
  await sync.send();
  assert.equal(sync.connection, 'offline');
  await sync.send();
  assert.deepEqual(sent[0], sent[1], 'the same message, in the same order');
  answers.push(taken(0));
  await sync.send();
  assert.equal(store.waiting().length, 0);
});

test('one play the server will never take is set aside in sight, the others go on', async () => {
  const store = queue();
  const sync = new Sync(/** @type {any} */ (store), 'f', () => {});
  const refused = { status: 422, body: { code: 'invalid' } };
  const one = (/** @type {number} */ number) => ({ status: 200, body: { plays: [{ id: `k1-${number}`, arrival: number }] } });
  answers.push(refused, one(1), refused, one(3));
  await sync.send();
  assert.deepEqual(store.kept.map((kept) => [kept.arrival, kept.refused]), [[1, null], [null, 'invalid'], [3, null]]);
});
