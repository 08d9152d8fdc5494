// Keeps the pad's files on the device, so that it opens without a network. `FILES` and `VERSION` are written above
// this text by the server. A new version waits until no pad is open.

/* global FILES, VERSION */

const worker = /** @type {any} */ (self);
/** @type {string[]} */
const files = worker.FILES;
const shell = `pad-${worker.VERSION}`;
const pages = 'pad-pages';
const NETWORK_WITHIN_MS = 3000;

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(files)));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('pad-') && name !== shell && name !== pages).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});

/** The page from the network, or as it was when last seen: without network, without a server, after a link ran out. */
const page = async (/** @type {Request} */ request) => {
  const path = new URL(request.url).pathname;
  const cache = await caches.open(pages);
  const kept = await cache.match(path);
  const fresh = await Promise.race([fetch(request).catch(() => null), new Promise((resolve) => setTimeout(() => resolve(null), kept ? NETWORK_WITHIN_MS : 60_000))]);
  if (fresh instanceof Response && fresh.ok) {
    await cache.put(path, fresh.clone());
    return fresh;
  }
  return kept ?? fresh ?? Response.error();
};

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (files.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && url.pathname.startsWith('/pad/')) {
    event.respondWith(page(request));
  }
});
