// What every page is measured by. Each check returns findings: sentences, none when all is well.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

/** @typedef {import('./harness.mjs').Visit} Visit */

export const MOST_LAYOUT_SHIFT = 0.05;
/** HTML, CSS and JavaScript of the first load of a public page, as they travel. */
export const MOST_BYTES = 60 * 1024;
export const MOST_REQUESTS = 25;
export const MOST_ELEMENTS = 3000;

const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The document is no wider than the window; names the elements that stick out.
 * @param {Visit} visit
 */
export async function checkOverflow(visit) {
  const { width, excess, culprits } = await visit.page.evaluate(measureOverflow);
  return excess > 0 ? [`${excess} px wider than the window of ${width} px: ${culprits.join(', ')}`] : [];
}

function measureOverflow() {
  const excess = document.documentElement.scrollWidth - window.innerWidth;
  const culprits = [];
  if (excess > 0) {
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.right > window.innerWidth + 0.5) {
        culprits.push(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
      }
    }
  }
  return { width: window.innerWidth, excess, culprits: [...new Set(culprits)].slice(0, 5) };
}

/**
 * How far what was drawn moved afterwards, since the page opened. To be asked before the window is resized.
 * @param {Visit} visit
 */
export async function checkLayoutShift(visit) {
  const shift = await visit.page.evaluate(sumLayoutShifts);
  return shift > MOST_LAYOUT_SHIFT ? [`layout shift of ${shift.toFixed(3)}, at most ${MOST_LAYOUT_SHIFT}`] : [];
}

/** @returns {Promise<number>} */
function sumLayoutShifts() {
  return new Promise((resolve) => {
    let sum = 0;
    /** @param {PerformanceEntry[]} entries */
    const add = (entries) => {
      for (const entry of /** @type {any[]} */ (entries)) if (!entry.hadRecentInput) sum += entry.value;
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => (add(observer.takeRecords()), observer.disconnect(), resolve(sum)), 20);
  });
}

/**
 * axe-core over the whole page. It is handed over by the debugger, which the page's content policy does not bind.
 * @param {Visit} visit
 */
export async function checkAccessibility(visit) {
  const session = await visit.page.context().newCDPSession(visit.page);
  try {
    await session.send('Runtime.evaluate', { expression: AXE_SOURCE });
    const options = { runOnly: { type: 'tag', values: AXE_RULES }, resultTypes: ['violations'] };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: `axe.run(document, ${JSON.stringify(options)}).then(r => r.violations.map(
        v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) return [`axe did not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`];
    return /** @type {string[]} */ (result.value).map((violation) => `axe ${violation}`);
  } finally {
    await session.detach();
  }
}

/**
 * The document says which language it is in, and it is the one asked for.
 * @param {Visit} visit
 * @param {'zh' | 'en'} lang
 */
export async function checkLanguage(visit, lang) {
  const found = await visit.page.evaluate(() => document.documentElement.lang);
  return found.startsWith(lang) ? [] : [`the page is in "${found}", asked for was ${lang}`];
}

/** What the first load of a page weighs and takes. */
export class Weight {
  bytes = 0;
  requests = 0;
  elements = 0;
  lcpMs = 0;

  /** Only sizes and counts are judged: times depend on the machine. */
  check() {
    const findings = [];
    if (this.bytes > MOST_BYTES) findings.push(`HTML, CSS and JavaScript of ${this.bytes} bytes, at most ${MOST_BYTES}`);
    if (this.requests > MOST_REQUESTS) findings.push(`${this.requests} requests, at most ${MOST_REQUESTS}`);
    if (this.elements > MOST_ELEMENTS) findings.push(`${this.elements} elements, at most ${MOST_ELEMENTS}`);
    return findings;
  }
}

/** A phone on a slow mobile network, as Lighthouse simulates it. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOW_CPU = 4;

/**
 * Opens the page with an empty cache and weighs what travels.
 * @param {Visit} visit
 * @param {string} path
 * @param {{ slow?: boolean }} [network]
 */
export async function weigh(visit, path, { slow = false } = {}) {
  const session = await visit.page.context().newCDPSession(visit.page);
  const weight = new Weight();
  /** @type {Map<string, string>} */
  const kinds = new Map();
  session.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type));
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('data:')) weight.requests += 1;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Document', 'Stylesheet', 'Script'].includes(kinds.get(requestId) ?? '')) weight.bytes += encodedDataLength;
  });
  try {
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    if (slow) {
      await session.send('Network.emulateNetworkConditions', SLOW_4G);
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
    }
    await visit.open(path);
    weight.elements = await visit.page.evaluate(() => document.querySelectorAll('*').length);
    weight.lcpMs = await visit.page.evaluate(largestPaint);
    return weight;
  } finally {
    await session.send('Network.setCacheDisabled', { cacheDisabled: false });
    if (slow) await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
  }
}

/** @returns {Promise<number>} */
function largestPaint() {
  return new Promise((resolve) => {
    let latest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) latest = entry.startTime;
    });
    observer.observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => (observer.disconnect(), resolve(latest)), 20);
  });
}
