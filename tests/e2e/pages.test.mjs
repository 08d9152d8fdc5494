// Every page, public and in the control room, in both languages and both themes, from a phone to a desk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAccessibility, checkLanguage, checkLayoutShift, checkOverflow, weigh } from './checks.mjs';
import { crawl, kindOf } from './crawl.mjs';
import { startWorld } from './harness.mjs';

/** @typedef {import('./harness.mjs').Theme} Theme */
/** @typedef {import('./harness.mjs').Lang} Lang */
/** @typedef {import('./harness.mjs').Session} Session */

const WIDTHS = [360, 768, 1440];

// The width is the one a page opens at, where its layout shift is measured; it is then resized to the others.
/** @type {{ lang: Lang, theme: Theme, width: number }[]} */
const VIEWS = [
  { lang: 'zh', theme: 'light', width: 360 },
  { lang: 'zh', theme: 'dark', width: 768 },
  { lang: 'en', theme: 'light', width: 1440 },
  { lang: 'en', theme: 'dark', width: 360 },
];

/** Some pages of the control room only; a whole one would double the time. */
const MOST_PUBLIC = 60;
const MOST_ADMIN = 30;
const SLOW_PAGES = 5;

/** @type {import('./harness.mjs').World} */
let world;
before(async () => void (world = await startWorld()));
after(() => world?.stop());

test('public pages', async (t) => {
  const site = await crawl(world.url, { within: (path) => !path.startsWith('/admin'), mostPages: MOST_PUBLIC });
  t.diagnostic(`${site.pages.length} pages, ${site.tried} addresses`);
  const findings = await look(site.pages);
  add(findings, 'weight', await weighAll(site.pages));
  add(findings, 'without JavaScript', await lookWithoutJavaScript(site.pages));
  add(findings, 'links', site.broken);
  await report(t, site.pages, findings);
});

test('pages of the control room', async (t) => {
  const session = await world.signIn('organiser');
  const cookie = session.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const options = { from: ['/admin'], within: isOfControlRoom, mostPages: MOST_ADMIN, cookie };
  const site = await crawl(world.url, options);
  t.diagnostic(`${site.pages.length} pages, ${site.tried} addresses`);
  const findings = await look(site.pages, session);
  add(findings, 'links', site.broken);
  await report(t, site.pages, findings);
});

test('largest paint of some pages on a slow phone (reported, not judged)', async (t) => {
  const { pages } = await crawl(world.url, { within: (path) => !path.startsWith('/admin'), mostPages: MOST_PUBLIC });
  for (const path of oneOfEachKind(pages).slice(0, SLOW_PAGES)) {
    const visit = await world.page();
    const weight = await weigh(visit, path, { slow: true });
    t.diagnostic(`${path}: ${Math.round(weight.lcpMs)} ms, ${weight.bytes} bytes, ${weight.requests} requests`);
    await visit.close();
  }
});

/** @typedef {Map<string, string[]>} Findings path -> what is wrong there */

/**
 * @param {string[]} paths
 * @param {Session} [session]
 */
async function look(paths, session) {
  /** @type {Findings} */
  const findings = new Map();
  for (const view of VIEWS) {
    const visit = await world.page({ ...view, session });
    for (const path of paths) {
      const found = await lookAt(visit, path, view);
      add(findings, `${view.lang} ${view.theme}`, new Map([[path, found]]));
    }
    await visit.close();
  }
  return findings;
}

/**
 * @param {import('./harness.mjs').Visit} visit
 * @param {string} path
 * @param {{ lang: Lang, theme: Theme, width: number }} view
 */
async function lookAt(visit, path, { lang, width }) {
  await visit.page.setViewportSize({ width, height: 800 });
  const status = await visit.open(path);
  const found = status === 200 ? [] : [`status ${status}`];
  found.push(...(await checkLanguage(visit, lang)), ...(await checkLayoutShift(visit)));
  if (lang === 'zh') found.push(...(await checkAccessibility(visit)));
  for (const next of WIDTHS) {
    await visit.resize(next);
    found.push(...(await checkOverflow(visit)));
  }
  return [...found, ...visit.findings()];
}

/** @param {string[]} paths */
async function weighAll(paths) {
  /** @type {Findings} */
  const findings = new Map();
  const visit = await world.page();
  for (const path of paths) findings.set(path, (await weigh(visit, path)).check());
  await visit.close();
  return findings;
}

/** @param {string[]} paths */
async function lookWithoutJavaScript(paths) {
  /** @type {Findings} */
  const findings = new Map();
  const visit = await world.page({ javascript: false });
  for (const path of oneOfEachKind(paths)) {
    await visit.open(path);
    const text = await visit.page.locator('main').innerText({ timeout: 2000 }).catch(() => '');
    findings.set(path, text.trim() === '' ? ['an empty <main>'] : visit.findings());
  }
  await visit.close();
  return findings;
}

/** @param {string} path */
function isOfControlRoom(path) {
  return path === '/admin' || path.startsWith('/admin/') || path.startsWith('/admin?');
}

/** @param {string[]} paths */
function oneOfEachKind(paths) {
  return paths.filter((path, place) => paths.findIndex((earlier) => kindOf(earlier) === kindOf(path)) === place);
}

/**
 * @param {Findings} all
 * @param {string} how
 * @param {Findings} more
 */
function add(all, how, more) {
  for (const [path, found] of more) all.set(path, [...(all.get(path) ?? []), ...found.map((text) => `${how}: ${text}`)]);
}

/**
 * One subtest a page; a finding on an address that is no page of the list gets one too.
 * @param {import('node:test').TestContext} t
 * @param {string[]} pages
 * @param {Findings} findings
 */
async function report(t, pages, findings) {
  assert.notEqual(pages.length, 0, 'no page was found');
  for (const path of new Set([...pages, ...findings.keys()])) {
    await t.test(path, () => expectNothing(findings.get(path) ?? []));
  }
}

/** @param {string[]} found */
function expectNothing(found) {
  if (found.length === 0) return;
  const error = new Error(found.join('\n'));
  error.stack = error.message; // where this line is says nothing about the page
  throw error;
}
