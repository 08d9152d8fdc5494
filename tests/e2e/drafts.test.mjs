// A season planned in the browser: rules, a search, a game dragged to another evening, a closed night, what is published.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, checkOverflow } from './checks.mjs';
import { startWorld } from './harness.mjs';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('./harness.mjs').Visit} */
let visit;
before(async () => {
  world = await startWorld();
  visit = await world.page({ width: 1440, session: await world.signIn('organiser') });
});
after(() => world?.stop());

const TEAMS = ['中车株机', '中车时代新材', '千金药业', '湖南工大', '高科集团', '株洲联通'];

/** @param {string} action @param {Record<string, string>} fields @param {string} [inside] */
async function send(action, fields, inside = '') {
  const form = visit.page.locator(`${inside} form[method="post"][action$="${action}"]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.evaluate((element) => `${element.tagName} ${element.getAttribute('type')}`);
    if (kind.startsWith('SELECT')) await field.selectOption(value);
    else if (kind.endsWith('checkbox')) await field.setChecked(value === 'true');
    else await field.fill(value);
  }
  await Promise.all([visit.page.waitForNavigation(), form.locator('button[type="submit"]').click()]);
}

const text = () => visit.page.locator('main').innerText();

/** @param {string} name */
async function see(name) {
  assert.deepEqual(visit.findings(), [], `${name}: ${visit.page.url()}`);
  assert.deepEqual(await checkAccessibility(visit), [], name);
  await visit.screenshot(`drafts-${name}-1440`);
  for (const width of [768, 360]) {
    await visit.resize(width);
    assert.deepEqual(await checkOverflow(visit), [], `${name} at ${width}`);
  }
  await visit.screenshot(`drafts-${name}-360`);
  await visit.resize(1440);
}

/** @type {string} */
let draft;

test('rules are set up in the order of an organiser', async () => {
  await visit.open('/admin/competitions');
  await visit.page.locator('a[href$="/competitions/new"]').first().click();
  await visit.page.waitForLoadState();
  await send('/competitions/new', { name_zh: '夏季联谊赛', name_en: 'Summer Games', kind: 'invitational' });
  for (const team of TEAMS) await send('/entries', { name: team });
  await visit.open('/admin/drafts');
  await see('list');
  const choice = visit.page.locator('select[name="competition"] option', { hasText: '夏季联谊赛' });
  const competition = (await choice.getAttribute('value')) ?? '';
  await send('/drafts', { name: '八月', competition, legs: 'single' });
  draft = new URL(visit.page.url()).pathname.replace('/setup', '');
  await send('/setup', { from: '2025-08-01', to: '2025-08-31' }, '#dates');
  await see('setup');
});

test('a search goes on while one looks, and its plan is kept', async () => {
  await visit.open(`${draft}/search`);
  await send('/search', { seconds: '5' });
  await see('search');
  for (let look = 0; look < 60 && !/已结束/.test(await text()); look += 1) {
    await visit.page.waitForTimeout(250);
    await visit.open(`${draft}/search`);
  }
  assert.match(await text(), /已结束/);
  await send('/search/keep', {});
  assert.match(await text(), /所有必须的条件都满足/);
  await see('calendar');
  for (const view of ['list', 'matrix', 'clubs', 'fairness']) {
    await visit.open(`${draft}?view=${view}`);
    await see(view);
  }
});

test('a game is dragged to a free evening, and the page of the game does the same', async () => {
  await visit.open(draft);
  const game = visit.page.locator('#calendar a[data-game]').first();
  const before = await game.getAttribute('data-slot');
  const href = (await game.getAttribute('href')) ?? '';
  const told = visit.page.waitForResponse((answer) => answer.url().endsWith('/slots'));
  const box = await game.boundingBox();
  assert.ok(box);
  await visit.page.mouse.move(box.x + 5, box.y + box.height / 2);
  await visit.page.mouse.down();
  await visit.page.mouse.move(box.x + 25, box.y + box.height / 2 + 4, { steps: 4 });
  await told;
  const free = visit.page.locator('#calendar span.can').first();
  await free.waitFor();
  const wanted = await free.getAttribute('data-slot');
  const there = await free.boundingBox();
  assert.ok(there);
  await visit.page.mouse.move(there.x + 5, there.y + there.height / 2, { steps: 4 });
  await Promise.all([visit.page.waitForNavigation(), visit.page.mouse.up()]);
  const now = await visit.page.locator(`#calendar a[href="${href}"]`).getAttribute('data-slot');
  assert.equal(now, wanted);
  assert.notEqual(now, before);
  await visit.open(href);
  await see('game');
  await send('/move', {});
  assert.notEqual(await visit.page.locator(`#calendar a[href="${href}"]`).getAttribute('data-slot'), wanted);
});

test('a closed night is mended, and what is published is told', async () => {
  await visit.open(`${draft}/repair`);
  const hall = await visit.page.locator('select[name="hall"] option').nth(1).getAttribute('value');
  await see('repair');
  await send('/repair', { what: 'closed', hall: hall ?? '', day: '2025-08-01' });
  assert.match(await text(), /已证明没有移动更少的方案/);
  await see('versions');
  await visit.open(`${draft}/publish`);
  assert.match(await text(), /新定/);
  await see('publish');
  await send('/publish', {});
  assert.match(await text(), /没有变化/);
  await visit.open('/admin/evening?day=2025-08-02');
  await see('evening');
  await visit.open('/admin/instant?clubs=14&legs=mirrored');
  await see('instant');
});
