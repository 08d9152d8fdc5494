// Finds the pages of a site by its links, and the links that lead nowhere.

import { setTimeout } from 'node:timers/promises';

/**
 * @typedef {object} Crawl
 * @property {string[]} pages paths of HTML pages, at most `mostPages`, every kind of page among them
 * @property {Map<string, string[]>} broken page -> its links that do not answer with success
 * @property {number} tried how many addresses were asked
 */

/** How many pages of one kind (`/clubs/{key}`) are looked at; the twelfth club's page shows nothing new. */
const MOST_OF_A_KIND = 3;
const ANSWER_MS = 60_000;

/**
 * @param {string} origin
 * @param {{ from?: string[], cookie?: string, within?: (path: string) => boolean, mostPages?: number, mostLinks?: number }} options
 * @returns {Promise<Crawl>}
 */
export async function crawl(origin, { from = ['/'], cookie = '', within = () => true, mostPages = 60, mostLinks = 600 }) {
  const queue = [...from];
  /** @type {Map<string, string[]>} address -> pages that link to it */
  const linkedFrom = new Map(from.map((path) => [path, ['the start']]));
  /** @type {Map<string, number>} */
  const seenOfKind = new Map();
  /** @type {Crawl} */
  const found = { pages: [], broken: new Map(), tried: 0 };
  for (let path = queue.shift(); path !== undefined && found.tried < mostLinks; path = queue.shift()) {
    found.tried += 1;
    const answer = await ask(origin, path, cookie);
    if (answer.status >= 400 || answer.status === 0) {
      for (const page of linkedFrom.get(path) ?? []) {
        found.broken.set(page, [...(found.broken.get(page) ?? []), `${path} answers ${answer.status || answer.text}`]);
      }
    }
    // An address that leads on, such as a change of language, is no page of its own.
    if (answer.status !== 200 || !answer.isHtml || answer.redirected || !within(path)) continue;
    const kind = kindOf(path);
    const seen = seenOfKind.get(kind) ?? 0;
    seenOfKind.set(kind, seen + 1);
    if (seen >= MOST_OF_A_KIND) continue;
    if (found.pages.length < mostPages) found.pages.push(path);
    for (const link of links(answer.text, origin, path)) {
      const pages = linkedFrom.get(link);
      if (pages) {
        if (!pages.includes(path)) pages.push(path);
      } else {
        linkedFrom.set(link, [path]);
        queue.push(link);
      }
    }
  }
  return found;
}

/**
 * @param {string} origin
 * @param {string} path
 * @param {string} cookie
 */
async function ask(origin, path, cookie) {
  const limit = AbortSignal.timeout(ANSWER_MS);
  try {
    const headers = { accept: 'text/html,*/*', 'accept-language': 'zh-CN', ...(cookie && { cookie }) };
    let answer = await fetch(new URL(path, origin), { headers, redirect: 'follow', signal: limit });
    while (answer.status === 429) {
      await setTimeout(1000);
      answer = await fetch(new URL(path, origin), { headers, redirect: 'follow', signal: limit });
    }
    const isHtml = (answer.headers.get('content-type') ?? '').startsWith('text/html');
    // A stream never ends and a download is not read: their status is all that is asked.
    const text = isHtml ? await answer.text() : '';
    if (!isHtml) await answer.body?.cancel();
    return { status: answer.status, isHtml, text, redirected: answer.redirected };
  } catch (error) {
    return { status: 0, isHtml: false, text: String(error), redirected: false };
  }
}

/** A public key: twelve letters without those mistaken for another; no word of ours is one. */
const KEY = /^[2-9a-hjkmnp-zA]{12}$/;

/**
 * The shape of an address: numbers, dates and keys are replaced, and only the names in a query count.
 * @param {string} path
 */
export function kindOf(path) {
  const url = new URL(path, 'http://site');
  const parts = url.pathname.split('/').map((part) => (KEY.test(part) || /\d|[A-Z]|%/.test(part) ? '*' : part));
  const names = [...new Set(url.searchParams.keys())].sort();
  return parts.join('/') + (names.length > 0 ? `?${names.join('&')}` : '');
}

/**
 * Addresses on the same origin that a reader can follow from this page.
 * @param {string} html
 * @param {string} origin
 * @param {string} base
 */
export function links(html, origin, base) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const [tag] of html.replace(/<!--.*?-->/gs, '').matchAll(/<a\s[^>]*>/gi)) {
    const href = tag.match(/\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i);
    const address = href?.[1] ?? href?.[2] ?? href?.[3];
    if (address === undefined) continue;
    const url = parse(address.replace(/&(?:amp|#38);/g, '&'), new URL(base, origin).href);
    if (url?.origin === origin) found.add(url.pathname + url.search);
  }
  return [...found];
}

/**
 * @param {string} address
 * @param {string} base
 */
function parse(address, base) {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
