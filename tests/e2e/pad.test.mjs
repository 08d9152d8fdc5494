// A whole game on the scorer's pad by touch, with slips put right and the network gone for a while; then the API, the
// public page and the screens must say what the game's own books say.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, checkOverflow } from './checks.mjs';
import { startWorld } from './harness.mjs';

/** @typedef {'a' | 'b'} Side */
const SIDES = /** @type {Side[]} */ (['a', 'b']);
const SHIRTS = ['4', '5', '6', '7', '8', '9', '10'];

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('playwright-core').BrowserContext} */
let context;
/** @type {import('playwright-core').Page} */
let pad;
let fixture = '';
/** @type {string[]} */
const errors = [];

before(async () => {
  world = await startWorld();
  context = await world.browser.newContext({
    baseURL: world.url,
    viewport: { width: 1280, height: 800 },
    hasTouch: true,
    locale: 'zh-CN',
    storageState: await world.signIn('organiser'),
    reducedMotion: 'reduce',
  });
  const { items } = await (await context.request.get('/api/v1/fixtures?status=scheduled&limit=100')).json();
  const open = items.find((/** @type {any} */ item) => item.pairing.a.entry && item.pairing.b.entry);
  fixture = open?.key ?? (await newFixture());
  pad = await context.newPage();
  pad.on('pageerror', (error) => errors.push(error.message));
});
after(async () => {
  await context?.close();
  await world?.stop();
});

/** A game of two teams that are in the demo, for today. */
async function newFixture() {
  const { items } = await (await context.request.get('/api/v1/fixtures?limit=100')).json();
  for (const item of items.reverse()) {
    if (!item.pairing.a.entry || !item.pairing.b.entry) continue;
    const answer = await context.request.post('/api/v1/fixtures', {
      data: { competition: item.competition, a: item.pairing.a.entry, b: item.pairing.b.entry },
      headers: { origin: world.url },
    });
    if (answer.ok()) return (await answer.json()).key;
  }
  throw new Error('no two teams to play each other');
}

/** @param {string} does */
async function tap(does) {
  await pad.locator(`[data-do="${does}"]:visible`).first().tap();
  await settled();
}
const settled = () => pad.waitForFunction(() => (document.body.dataset['busy'] ?? '0') === '0');
const ready = () => pad.waitForFunction(() => document.body.dataset['ready'] === 'true');
const inStep = () => pad.waitForFunction(() => document.querySelector('[data-waiting]')?.getAttribute('data-waiting') === '0');
const waiting = async () => Number(await pad.locator('[data-waiting]').getAttribute('data-waiting'));
const state = async () => (await context.request.get(`/api/v1/fixtures/${fixture}/state`)).json();
const score = async () => Promise.all(SIDES.map(async (side) => Number(await pad.locator(`[data-score="${side}"]`).innerText())));

/** What really happened, kept apart from the pad. */
const books = { a: [0], b: [0], entries: 0, fouls: { a: 0, b: 0 } };
/** @param {Side} side @param {number} points */
const scored = (side, points) => (books[side][books[side].length - 1] = (books[side].at(-1) ?? 0) + points);

/** @param {Side} side @param {string} shirt @param {string} action */
async function enter(side, shirt, action) {
  await tap(`who:${side}:${shirt}`);
  await tap(`do:${action}`);
  books.entries += 1;
  if (action === 'goal2') scored(side, 2);
  if (action === 'goal3') scored(side, 3);
}

/** @param {Side} side @param {string} shirt @param {number} shots */
async function foul(side, shirt, shots) {
  await tap(`who:${side}:${shirt}`);
  await tap('do:foul');
  await tap(`foul:P::${shots}:`);
  books.entries += 1;
  books.fouls[side] += 1;
  const rival = side === 'a' ? 'b' : 'a';
  if (shots === 0) return;
  await tap(`prompt:${rival}:5`);
  for (let at = 0; at < shots; at += 1) {
    const made = at % 2 === 0;
    await tap(made ? 'throw:1' : 'throw:0');
    books.entries += 1;
    if (made) scored(rival, 1);
  }
}

/** One period of a made-up game: the same every time. @param {number} period @param {number} entries */
async function play(period, entries) {
  for (let at = 0; at < entries; at += 1) {
    const roll = (at * 7 + period * 5) % 11;
    const side = SIDES[(at + (roll > 7 ? 1 : 0)) % 2] ?? 'a';
    const shirt = SHIRTS[(at * 3 + period) % SHIRTS.length] ?? '4';
    if (roll === 3 && books.fouls[side] < 4) await foul(side, shirt, at % 3 === 0 ? 2 : 0);
    else await enter(side, shirt, roll % 4 === 1 ? 'goal3' : 'goal2');
  }
}

async function nextPeriod() {
  await tap('period_end');
  books.a.push(0);
  books.b.push(0);
  books.fouls = { a: 0, b: 0 };
  await tap('period_start');
}

const total = (/** @type {Side} */ side) => books[side].reduce((sum, points) => sum + points, 0);

test('a game is set up with its squads', async () => {
  await pad.goto(`/pad/${fixture}`);
  await ready();
  for (const side of SIDES) {
    for (const box of await pad.locator(`[name="plays_today:${side}"]`).all()) await box.setChecked(false);
    await pad.locator(`[name="more:${side}"]`).fill(SHIRTS.join(' '));
  }
  await tap('squads_save');
  await tap('period_start');
  await inStep();
  assert.equal((await state()).phase, 'playing');
  assert.equal((await state()).level, 'scoresheet');
});

test('the first period counts as entered, and slips are put right', async () => {
  await play(1, 36);
  assert.deepEqual(await score(), [total('a'), total('b')]);
  // A slip, undone with one tap.
  await tap('who:a:4');
  await tap('do:goal3');
  await tap('undo');
  assert.deepEqual(await score(), [total('a'), total('b')]);
  // The wrong player and the wrong value, mended in the entry itself.
  await enter('b', '8', 'goal2');
  await pad.locator('#log .entry').first().tap();
  await pad.locator('dialog [name="points"]').selectOption('3');
  await pad.locator('dialog [name="player"]').selectOption('9');
  await pad.locator('dialog [data-do^="edit_save:"]').tap();
  await settled();
  scored('b', 1);
  // Something that was forgotten goes where it belongs.
  await pad.locator('#log .entry').nth(6).tap();
  await pad.locator('dialog [data-do^="insert:"]').tap();
  await settled();
  await enter('a', '6', 'goal2');
  await tap('insert_end');
  // Something that never was.
  await enter('a', '10', 'goal2');
  await pad.locator('#log .entry').first().tap();
  await pad.locator('dialog [data-do^="remove:"]').tap();
  await settled();
  scored('a', -2);
  assert.deepEqual(await score(), [total('a'), total('b')]);
  await inStep();
  const { score: served } = await state();
  assert.deepEqual([served.a, served.b], [total('a'), total('b')]);
});

test('without network everything goes on, also over a reload, and arrives once', async () => {
  await nextPeriod();
  await play(2, 10);
  await inStep();
  await pad.waitForFunction(() => document.body.dataset['installed'] === 'true');
  await pad.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await context.setOffline(true);
  await play(2, 12);
  assert.ok((await waiting()) >= 12, 'the pad says how much waits');
  await pad.reload();
  await ready();
  assert.deepEqual(await score(), [total('a'), total('b')], 'a reload without network loses nothing');
  await play(2, 8);
  const { score: before } = await state();
  assert.notDeepEqual([before.a, before.b], [total('a'), total('b')]);
  await context.setOffline(false);
  await inStep();
  const after = await state();
  assert.deepEqual([after.score.a, after.score.b], [total('a'), total('b')]);
  const { items } = await (await context.request.get(`/api/v1/fixtures/${fixture}/plays`)).json();
  const ids = items.map((/** @type {any} */ item) => item.play.id);
  assert.equal(new Set(ids).size, ids.length);
});

test('a second person sees a difference on a phone, and so does the pad', async () => {
  const phone = await context.newPage();
  await phone.setViewportSize({ width: 390, height: 780 });
  await phone.goto(`/pad/${fixture}/check`);
  await phone.waitForFunction(() => document.body.dataset['ready'] === 'true');
  await phone.locator('[data-do="a:2"]').tap();
  await phone.locator('#banner .differs').waitFor();
  await pad.locator('#banner .differs').waitFor();
  await phone.close();
});

test('the game ends, is locked, and is the same everywhere', async () => {
  await nextPeriod();
  await play(3, 28);
  await nextPeriod();
  await play(4, 29);
  if (total('a') === total('b')) await enter('a', '4', 'goal2');
  assert.ok(books.entries >= 130, `${books.entries} entries`);
  await tap('period_end');
  await tap('game_end');
  await inStep();
  await pad.locator('dialog [data-do="close_sheet"]').tap();
  await pad.waitForFunction(() => document.querySelector('#banner .closed') !== null);
  const result = await (await context.request.get(`/api/v1/fixtures/${fixture}/result`)).json();
  assert.deepEqual([result.score.a, result.score.b], [total('a'), total('b')]);
  assert.deepEqual(result.periods.points, books.a.map((points, at) => [points, books.b[at]]));
  assert.equal(result.status, 'final');
  const served = await state();
  assert.deepEqual(served.unmatched.concat(served.clashing, served.waiting), []);
  const visit = await world.page({ width: 360 });
  await visit.open(`/f/${fixture}/live`);
  const figures = await visit.page.locator('[data-figure="1"], [data-figure="2"]').allInnerTexts();
  assert.deepEqual(figures.map(Number), [total('a'), total('b')]);
  await visit.open(`/screen/${fixture}/board`);
  const board = await visit.page.locator('.points').allInnerTexts();
  assert.deepEqual(board.map(Number), [total('a'), total('b')]);
  await visit.close();
  assert.deepEqual(errors, []);
});

test('a second pad takes the sheet over, and what the first still held waits for its word', async () => {
  fixture = await newFixture();
  await pad.goto(`/pad/${fixture}`);
  await ready();
  await tap('close');
  await tap('period_start');
  await tap('add:a:2');
  await inStep();
  const other = await world.browser.newContext({ baseURL: world.url, hasTouch: true, storageState: await world.signIn('organiser') });
  const second = await other.newPage();
  await second.goto(`/pad/${fixture}`);
  await second.locator('#banner .beside').waitFor();
  await context.setOffline(true);
  await tap('add:a:3');
  assert.equal(await waiting(), 1);
  // The organiser needs nobody's consent; the tablet may lie in the river.
  await second.locator('[data-do="act:take"]').tap();
  await second.locator('#banner .beside').waitFor({ state: 'detached' });
  await context.setOffline(false);
  await inStep();
  await pad.locator('#banner .beside').waitFor();
  await second.locator('[data-do="accept"]').tap();
  await second.locator('[data-score="a"]').filter({ hasText: '5' }).waitFor();
  await second.waitForFunction(() => document.querySelector('[data-waiting]')?.getAttribute('data-waiting') === '0');
  const served = await state();
  assert.deepEqual([served.score.a, served.waiting, served.epoch], [5, [], 2]);
  await other.close();
});

test('pad, live page and screens are readable for everybody, from a phone to a wall', async () => {
  const session = await world.signIn('organiser');
  for (const path of [`/pad/${fixture}`, `/pad/${fixture}/check`, `/f/${fixture}/live`, `/screen/${fixture}/board`, `/screen/${fixture}/bug`]) {
    for (const view of /** @type {const} */ ([{ lang: 'zh', theme: 'light', width: 360 }, { lang: 'en', theme: 'dark', width: 1280 }])) {
      const visit = await world.page({ ...view, session });
      await visit.open(path);
      if (path === `/pad/${fixture}`) await visit.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
      const found = [...(await checkAccessibility(visit)), ...(await checkOverflow(visit)), ...visit.findings()];
      assert.deepEqual(found, [], `${path} ${view.lang} ${view.width}`);
      await visit.close();
    }
  }
});

test('what is practised is never published', async () => {
  fixture = await newFixture();
  await pad.goto(`/pad/${fixture}`);
  await ready();
  await tap('practice');
  await pad.waitForFunction(() => document.body.dataset['practice'] === 'true' && document.body.dataset['ready'] === 'true');
  await tap('close');
  await tap('period_start');
  await tap('add:a:3');
  assert.deepEqual(await score(), [3, 0]);
  // Opening the pad took the sheet; nothing that was practised came after it.
  const { items } = await (await context.request.get(`/api/v1/fixtures/${fixture}/plays`)).json();
  const kinds = items.map((/** @type {{ play: { fact: { kind: string } } }} */ item) => item.play.fact.kind);
  assert.deepEqual(kinds, ['take_over']);
});
