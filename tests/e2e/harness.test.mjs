// The harness finds each fault planted in a stand-in for the server, and nothing on a sound page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkAccessibility, checkLanguage, checkLayoutShift, checkOverflow, weigh } from './checks.mjs';
import { crawl, kindOf } from './crawl.mjs';
import { Server, startBrowser, startServer, World } from './harness.mjs';

/** @type {World} */
let world;
before(async () => {
  const server = await startServer(fileURLToPath(new URL('stub.mjs', import.meta.url)));
  world = new World(server.url, await startBrowser(), server);
});
after(() => world.stop());

/** @param {string} path */
async function everythingWrongWith(path) {
  const visit = await world.page();
  await visit.open(path);
  const found = [
    ...(await checkLayoutShift(visit)),
    ...(await checkOverflow(visit)),
    ...(await checkAccessibility(visit)),
    ...visit.findings(),
  ];
  await visit.close();
  return found;
}

test('a sound page has no findings', async () => {
  assert.deepEqual(await everythingWrongWith('/sound'), []);
});

/** @type {[path: string, finding: RegExp][]} */
const PLANTED = [
  ['/wide', /640 px wider than the window of 360 px: div\.wide/],
  ['/pale', /axe color-contrast: /],
  ['/pale', /axe image-alt: /],
  ['/inline', /console: .*Content Security Policy/],
  ['/foreign', /request to another host: http:\/\/127\.0\.0\.2/],
  ['/throws', /script error: planted/],
  ['/shifts', /layout shift of/],
  ['/missing', /status 404/],
];
for (const [path, finding] of PLANTED) {
  test(`${path} is found to have ${finding}`, async () => {
    const found = await everythingWrongWith(path);
    assert.ok(found.some((text) => finding.test(text)), `only found: ${found.join('; ')}`);
  });
}

test('a page is weighed as it travels', async () => {
  const visit = await world.page();
  const sound = await weigh(visit, '/sound');
  const heavy = await weigh(visit, '/heavy');
  await visit.close();
  assert.deepEqual(sound.check(), []);
  assert.ok(sound.bytes > 500 && sound.bytes < 3000, `${sound.bytes} bytes`);
  assert.match(heavy.check().join(), /HTML, CSS and JavaScript of 7\d{4} bytes/);
});

test('the crawl keeps to the site, tells broken links and looks at few pages of a kind', async () => {
  const site = await crawl(world.url, { within: (path) => !path.startsWith('/admin') });
  assert.deepEqual(site.pages, ['/', '/sound', '/broken?a=1&b=2', '/club/17', '/club/18', '/club/19']);
  assert.deepEqual(site.broken.get('/'), ['/missing answers 404', '/admin answers 403']);
  assert.deepEqual(site.broken.get('/broken?a=1&b=2'), ['/missing answers 404']);
});

test('pages of a kind differ in keys, numbers and dates only', () => {
  assert.equal(kindOf('/f/kzqwmdabcefg?day=2025-06-01'), '/f/*?day');
  assert.equal(kindOf('/admin/competitions'), '/admin/competitions');
  assert.notEqual(kindOf('/clubs'), kindOf('/schedule'));
});

test('a role signs in by its link and keeps its session', async () => {
  const session = await world.signIn('organiser');
  const visit = await world.page({ session, lang: 'en', theme: 'dark', width: 1440 });
  assert.equal(await visit.open('/admin'), 200);
  assert.deepEqual(await checkLanguage(visit, 'en'), []);
  assert.deepEqual(visit.findings(), []);
  await visit.close();
  await assert.rejects(world.signIn('nobody'), /no sign-in link/);
});

test('without JavaScript no script runs', async () => {
  const visit = await world.page({ javascript: false });
  await visit.open('/throws');
  assert.deepEqual(visit.findings(), []);
  assert.equal(await visit.page.locator('main').innerText(), 'Throws');
  await visit.close();
});

test('a server that does not start is reported with what it said', async () => {
  await assert.rejects(startServer('/bin/false'), /ended with code 1/);
});

test('a stopped server ends well and leaves nothing behind', async () => {
  const server = await startServer(fileURLToPath(new URL('stub.mjs', import.meta.url)));
  assert.ok(server instanceof Server);
  assert.equal(await server.stop(), 0);
});
