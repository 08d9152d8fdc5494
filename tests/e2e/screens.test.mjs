// A television in the hall: told from the panel, keeps its picture without network, counts a sponsor's seconds.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, checkOverflow } from './checks.mjs';
import { startWorld } from './harness.mjs';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('playwright-core').BrowserContext} */
let context;
/** @type {import('playwright-core').Page} */
let panel;
/** @type {import('playwright-core').Page} */
let television;
let address = '';

before(async () => {
  world = await startWorld();
  context = await world.browser.newContext({ baseURL: world.url, locale: 'zh-CN', storageState: await world.signIn('organiser') });
  panel = await context.newPage();
});
after(async () => {
  await context?.close();
  await world?.stop();
});

test('a screen is added, opened once, and goes where the panel says', async () => {
  await panel.goto('/admin/screens');
  await panel.locator('#name-new').fill('主屏');
  await panel.locator('form:has(#name-new) button').click();
  address = new URL((await panel.locator('a[href^="/screen/of/"]').first().getAttribute('href')) ?? '', world.url).href;
  const hall = await world.browser.newContext({ baseURL: world.url, viewport: { width: 1280, height: 720 } });
  television = await hall.newPage();
  await television.goto(address);
  assert.match(television.url(), /\/screen\/season\//);
  const row = panel.locator('form:has(select[name="view"])').first();
  await row.locator('select[name="view"]').selectOption('board');
  await row.locator('select[name="fixture"]').selectOption({ index: 1 });
  await row.locator('button').click();
  await television.waitForURL(/\/board\?screen=/);
  await television.locator('.points').first().waitFor();
});

test('without network the last picture stays, and it catches up by itself', async () => {
  await television.context().setOffline(true);
  await panel.goto('/admin/screens');
  const row = panel.locator('form:has(select[name="view"])').first();
  await row.locator('select[name="view"]').selectOption('sponsors');
  await row.locator('button').click();
  await panel.waitForURL(/saved=/);
  await television.waitForResponse(() => true, { timeout: 3000 }).catch(() => null);
  assert.match(television.url(), /\/board\?screen=/);
  assert.equal(await television.locator('.points').count(), 2);
  await television.context().setOffline(false);
  await television.waitForURL(/\/sponsors\?screen=/);
});

test('a sponsor is shown and its seconds arrive at the panel', async () => {
  await panel.goto('/admin/screens');
  await panel.locator('#name-sponsor').fill('示例钢铁');
  await panel.locator('#line-sponsor').fill('好钢用在刀刃上');
  await panel.locator('form:has(#name-sponsor) button').click();
  await panel.waitForURL(/saved=/);
  await television.reload();
  const told = television.waitForRequest((request) => request.url().endsWith('/aired'));
  await television.locator('.sponsor strong').filter({ hasText: '示例钢铁' }).waitFor();
  const sent = new URLSearchParams((await told).postData() ?? '');
  assert.ok(Number(sent.get('seconds')) >= 1);
});

test('panel and cards are readable for everybody', async () => {
  const session = await world.signIn('organiser');
  const fixture = (await panel.locator('select[name="fixture"] option').nth(1).getAttribute('value')) ?? '';
  const show = `${new URL(address).pathname}/show`;
  for (const path of ['/admin/screens', `/admin/fixtures/${fixture}/report`, `/screen/${fixture}/line-ups`, `/screen/${fixture}/statistics`, show]) {
    for (const view of /** @type {const} */ ([{ lang: 'zh', theme: 'light', width: 360 }, { lang: 'en', theme: 'dark', width: 1280 }])) {
      const visit = await world.page({ ...view, session });
      await visit.open(path);
      const found = [...(await checkAccessibility(visit)), ...(await checkOverflow(visit)), ...visit.findings()];
      assert.deepEqual(found, [], `${path} ${view.lang} ${view.width}`);
      await visit.close();
    }
  }
});
