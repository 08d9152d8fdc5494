// The last evening of the groups, as the organiser sees it: results in, a tie explained, a correction, the bracket, the audit.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

/**
 * Fills a form by field names and sends it with its button.
 * @param {string} action how the form's address ends
 * @param {Record<string, string>} fields
 */
async function send(action, fields) {
  const form = visit.page.locator(`form[method="post"][action$="${action}"]`).first();
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
  await visit.screenshot(`stages-${name}-1440`);
  for (const width of [768, 360]) {
    await visit.resize(width);
    const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at ${width}`);
  }
  await visit.screenshot(`stages-${name}-360`);
  await visit.resize(1440);
}

/** @type {string} */
let competition;
/** Keys of games by code. @type {Map<string, string>} */
const games = new Map();

test('a competition gets its teams and its format', async () => {
  await visit.open('/admin/competitions');
  await visit.page.locator('a[href$="/competitions/new"]').first().click();
  await visit.page.waitForLoadState();
  await send('/competitions/new', { name_zh: '厂际杯', name_en: 'Works Cup', kind: 'invitational' });
  competition = new URL(visit.page.url()).pathname.split('/')[3] ?? '';
  for (const team of TEAMS) await send('/entries', { name: team });
  await visit.open(`/admin/competitions/${competition}/plan?template=invitational`);
  assert.match(await text(), /A1[\s\S]*SF1[\s\S]*决赛/, 'the draft is a picture');
  await see('draft');
  await send('/plan', {});
  const places = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'];
  const form = visit.page.locator('form[action$="/plan/places"]');
  for (const [at, place] of places.entries()) {
    await form.locator(`[name="draw ${place}"]`).selectOption({ label: TEAMS[at] ?? '' });
  }
  await Promise.all([visit.page.waitForNavigation(), form.locator('button').click()]);
  await see('plan');
  await visit.open(`/admin/fixtures?competition=${competition}`);
  const answer = await visit.page.request.get(`/api/v1/fixtures?competition=${competition}&limit=50`);
  for (const game of (await answer.json()).items) games.set(game.code, game.key);
  assert.ok(games.has('A-01') && games.has('SF2'), [...games.keys()].join(' '));
});

/**
 * @param {string} code
 * @param {string} a
 * @param {string} b
 */
async function enter(code, a, b) {
  await visit.open(`/admin/fixtures/${games.get(code)}/result`);
  await send('/result', { score_a: a, score_b: b, official: 'true' });
}

test('the games to come say what each team needs, and scores can be tried without saving', async () => {
  await enter('A-01', '80', '70');
  await visit.open(`/c/${competition}/table`);
  assert.match(await text(), /名次可能/);
  await visit.page.locator('summary', { hasText: '假如' }).first().click();
  const inputs = visit.page.locator('form.what-if').first().locator('input');
  await inputs.nth(0).fill('91');
  await inputs.nth(1).fill('60');
  const button = visit.page.locator('form.what-if').first().locator('button');
  await Promise.all([visit.page.waitForNavigation(), button.click()]);
  assert.match(await text(), /假设的积分榜/);
  await see('what-if');
  await visit.open(`/c/${competition}/table`);
  assert.doesNotMatch(await text(), /91/, 'nothing was saved');
});

test('the last games fill the bracket, and a tie is explained', async () => {
  // Group A ends in a ring: each has won one, and the difference decides.
  const answer = await visit.page.request.get(`/api/v1/fixtures?competition=${competition}&limit=50`);
  const { items } = await answer.json();
  /** @param {string} code */
  const sidesOf = (code) => {
    const { pairing } = items.find((/** @type {{ code: string }} */ game) => game.code === code);
    return [pairing.a.short_name, pairing.b.short_name];
  };
  const [winner, beaten] = sidesOf('A-01');
  for (const code of ['A-02', 'A-03']) {
    const [a, b] = sidesOf(code);
    // The one that was beaten beats the third, the third beats the winner.
    const aWins = a === beaten || b === winner;
    await enter(code, aWins ? '75' : '70', aWins ? '70' : '75');
  }
  for (const code of ['B-01', 'B-02', 'B-03']) await enter(code, '66', '60');
  await visit.open(`/c/${competition}/table`);
  await visit.page.locator('tr.why summary').first().click();
  assert.match(await text(), /相互间净胜分/);
  await see('table');
  // In group B nothing separates the three: lots are asked for, never a name.
  await visit.open(`/c/${competition}/bracket`);
  assert.match(await text(), /需抽签/);
  await visit.open(`/admin/competitions/${competition}/rulings`);
  assert.match(await text(), /需要抽签/);
  await send('/rulings', { reason: '三队各项相同,当场抽签', document: '抽签纪要1号' });
  await visit.open(`/c/${competition}/bracket`);
  assert.match(await text(), /SF1[\s\S]*A1[\s\S]*SF2/);
  assert.equal(await visit.page.locator('.bracket-tie .side.open').count(), 4, 'only the finals are open');
  await see('bracket');
});

test('a correction is shown before it is confirmed, and the bracket says what it touched', async () => {
  const before = await (await visit.page.request.get(`/c/${competition}/bracket`)).text();
  await visit.open(`/admin/fixtures/${games.get('A-01')}/result`);
  await send('/result', { score_a: '70', score_b: '80', reason: '主队与客队填反', document: '更正单1号' });
  assert.match(await text(), /更正的影响[\s\S]*对阵[\s\S]*SF/);
  await see('preview');
  assert.equal(await (await visit.page.request.get(`/c/${competition}/bracket`)).text(), before, 'not saved yet');
  await send('/result', {});
  await visit.open(`/c/${competition}/bracket`);
  assert.match(await text(), /⚠[\s\S]*原为/);
  await see('bracket-held');
  await visit.open(`/c/${competition}/corrections`);
  assert.match(await text(), /80:70[\s\S]*70:80[\s\S]*更正单1号/);
  await see('ledger');
  await visit.open(`/admin/competitions/${competition}/plan`);
  await see('held');
  while ((await visit.page.locator('form[action$="/plan/release"]').count()) > 0) await send('/plan/release', {});
  await visit.open(`/c/${competition}/bracket`);
  assert.doesNotMatch(await text(), /⚠/);
  assert.equal(await visit.page.locator('.bracket-tie .side.open').count(), 4);
});

test('a ruling counts in the table with its document', async () => {
  await visit.open(`/admin/competitions/${competition}/rulings`);
  const team = visit.page.locator('form[action$="/rulings"] [name="entry"]');
  await team.selectOption({ label: TEAMS[3] ?? '' });
  await send('/rulings', { kind: 'points', points: '-1', reason: '迟到', document: '裁定2号' });
  await see('rulings');
  await visit.open(`/c/${competition}/table`);
  assert.match(await text(), /湖南工大: −1[\s\S]*裁定2号/);
  await visit.open(`/admin/competitions/${competition}/criteria`);
  await see('criteria');
});

test('the audit holds every step', async () => {
  await visit.open('/admin/audit');
  const said = await text();
  for (const word of ['更正赛果', '赛制', '裁定']) assert.match(said, new RegExp(word));
  await visit.open('/admin/audit/verify');
  assert.match(await text(), /记录链完整/);
});

test('a draw is announced, held ball by ball, and can be checked', async () => {
  await visit.open(`/admin/competitions/${competition}/draws`);
  await send('/draws', { title_zh: '分组抽签', finalists: '中车株机、中车时代新材', host_place: '' });
  await see('draw-announced');
  await send('/hold', { said: '20260612' });
  const key = new URL(visit.page.url()).pathname.split('/').pop();
  await visit.open(`/draw/${key}`);
  await see('draw');
  await visit.open(`/draw/${key}?ball=1`);
  await see('draw-ball');
  const record = await (await visit.page.request.get(`/draw/${key}/record.json`)).json();
  assert.equal(record.said, '20260612');
  assert.equal(record.balls.length, 6);
});
