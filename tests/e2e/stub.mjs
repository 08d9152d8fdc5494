#!/usr/bin/env node
// Stands in for the server where the harness itself is tested: starts and ends like `changba demo`, and serves pages
// with one planted fault each.

import { createServer } from 'node:http';

const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'";
const STYLE = `
  body { margin: 0; font: 16px/1.5 sans-serif; background: #fff; color: #111 }
  .wide { width: 1000px }
  .pale { color: #bbb }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #9cf } }`;

/** @type {Record<string, string>} path -> what its <main> holds */
const PAGES = {
  '/': `<h1>Home</h1><a href="/sound">sound</a> <a href='/broken?a=1&amp;b=2'>broken</a> <a href="/missing">missing</a>
        <a href="/club/17">17</a> <a href="/club/18">18</a> <a href="/club/19">19</a> <a href="/club/20">20</a>
        <a href="https://elsewhere.example/">elsewhere</a> <a href="/live">live</a> <a href="/admin">admin</a>`,
  '/sound': '<h1>Sound</h1><p>Nothing is wrong here.</p>',
  '/broken': '<h1>Broken link</h1><a href="/missing">missing</a>',
  '/wide': '<h1>Wide</h1><div class="wide">wide</div>',
  '/pale': '<h1>Pale</h1><p class="pale">pale</p><img src="/dot.svg">',
  '/inline': '<h1>Inline</h1><p style="color: red">styled</p><script>document.title = "x"</script>',
  '/foreign': '<h1>Foreign</h1><img alt="" src="http://127.0.0.2:1/x.png">',
  '/throws': '<h1>Throws</h1><script src="/throws.js"></script>',
  '/shifts': '<h1>Shifts</h1><p>text that moves</p><script src="/shifts.js"></script>',
  '/heavy': '<h1>Heavy</h1><script src="/heavy.js"></script>',
  '/admin': '<h1>Control room</h1><a href="/admin/clubs">clubs</a>',
  '/admin/clubs': '<h1>Clubs</h1>',
};

/** @type {Record<string, [type: string, body: string]>} */
const FILES = {
  '/style.css': ['text/css', STYLE],
  '/dot.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  '/throws.js': ['text/javascript', 'throw new Error("planted")'],
  '/heavy.js': ['text/javascript', `/* ${'x'.repeat(70_000)} */`],
  '/shifts.js': [
    'text/javascript',
    `requestAnimationFrame(() => requestAnimationFrame(() => {
       const tall = document.createElement('div');
       tall.setAttribute('height', '1');
       for (let i = 0; i < 20; i += 1) tall.append(document.createElement('br'));
       document.querySelector('main').prepend(tall);
     }))`,
  ],
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://stub');
  const path = url.pathname.startsWith('/club/') ? '/sound' : url.pathname;
  const file = FILES[path];
  const signedIn = request.headers.cookie?.includes('session=organiser');
  if (file) {
    response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
  } else if (path === '/link' && request.method === 'GET') {
    sendPage(request, response, '<h1>Sign in</h1><form method="post"><button type="submit">Sign in</button></form>');
  } else if (path === '/link') {
    response.writeHead(303, { location: '/admin', 'set-cookie': 'session=organiser; Path=/; HttpOnly' }).end();
  } else if (path === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
  } else if (PAGES[path] && (signedIn || !path.startsWith('/admin'))) {
    sendPage(request, response, PAGES[path]);
  } else {
    response.writeHead(path.startsWith('/admin') ? 403 : 404, { 'content-type': 'text/plain' }).end('no');
  }
});

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} main
 */
function sendPage(request, response, main) {
  const lang = request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh-CN';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP });
  response.end(`<!doctype html><html lang="${lang}"><head><meta name="viewport" content="width=device-width">
    <link rel="icon" href="/dot.svg"><title>Stub</title><link rel="stylesheet" href="/style.css"></head>
    <body><main>${main}</main></body></html>`);
}

if (process.argv[2] !== 'demo') process.exit(2);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') process.exit(2);
  const url = `http://127.0.0.1:${address.port}`;
  process.stdout.write(`listening ${url}/\norganiser\t${url}/link\n`);
});
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
