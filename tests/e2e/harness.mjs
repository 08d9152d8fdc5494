// Starts the demo and a browser, opens pages in them, and ends both by process id.
//
//   const world = await startWorld();
//   const visit = await world.page({ width: 360, theme: 'dark', lang: 'en' });
//   await visit.open('/');
//   assert.deepEqual(visit.findings(), []);
//   await world.stop();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<BrowserContext['storageState']>>} Session */
/** @typedef {'light' | 'dark'} Theme */
/** @typedef {'zh' | 'en'} Lang */
/**
 * @typedef {object} PageOptions
 * @property {number} [width] 360 without it: most people open these pages on a phone
 * @property {number} [height]
 * @property {Theme} [theme]
 * @property {Lang} [lang]
 * @property {boolean} [javascript]
 * @property {Session} [session] from `signIn`; a stranger without it
 */

/** How long the server may take from start to its first line, and from SIGTERM to its end. */
const START_MS = 30_000;
const STOP_MS = 10_000;
const DRAWN_MS = 3_000;

const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const LOCALES = { zh: 'zh-CN', en: 'en-GB' };

/** The demo as a process of its own, in a folder that goes when it ends. */
export class Server {
  /**
   * @param {string} url
   * @param {Map<string, string>} links one-time sign-in links by role
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} folder
   */
  constructor(url, links, child, folder) {
    this.url = url;
    this.links = links;
    this.child = child;
    this.folder = folder;
  }

  /** Ends the server as an operator would; returns its exit code. */
  async stop() {
    const code = await endProcess(this.child);
    await rm(this.folder, { recursive: true, force: true });
    return code;
  }
}

/** @param {string} [binary] */
export async function startServer(binary = process.env.CHANGBA_BIN) {
  if (!binary) throw new Error('CHANGBA_BIN names the server binary to test');
  const folder = await mkdtemp(join(tmpdir(), 'changba-e2e-'));
  // An empty database may be given, to see the same on PostgreSQL.
  const database = process.env.E2E_DATABASE_URL ?? `sqlite:${join(folder, 'demo.db')}`;
  const arguments_ = ['demo', '--listen', '127.0.0.1:0', '--db', database];
  // The server takes every CHANGBA_ variable for a setting and refuses those it does not know.
  const settings = Object.entries(process.env).filter(([name]) => !name.startsWith('CHANGBA_'));
  // One machine plays all visitors at once: no visitor is that fast.
  const env = { ...Object.fromEntries(settings), CHANGBA_LIMITS__PUBLIC_PER_SECOND: '0', CHANGBA_LIMITS__DOCUMENTS_PER_MINUTE: '0' };
  const child = spawn(binary, arguments_, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithThisProcess(child, folder);
  try {
    const { url, links } = await readAddresses(child);
    return new Server(url, links, child, folder);
  } catch (error) {
    await endProcess(child);
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Reads `listening URL` and then one `role<TAB>url` a line, until the lines pause.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ url: string, links: Map<string, string> }>}
 */
function readAddresses(child) {
  if (!child.stdout || !child.stderr) throw new Error('the server was started without pipes');
  const lines = createInterface({ input: child.stdout });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
  return new Promise((resolve, reject) => {
    let url = '';
    const links = new Map();
    /** @param {string} reason */
    const give_up = (reason) => reject(new Error(`${reason}\n${errors}`));
    const tooLate = setTimeout(() => give_up('the server printed no address in time'), START_MS);
    let pause = tooLate;
    const done = () => (clearTimeout(tooLate), resolve({ url, links }));
    child.once('error', (error) => give_up(String(error)));
    child.once('exit', (code) => (clearTimeout(tooLate), give_up(`the server ended with code ${code}`)));
    lines.on('line', (line) => {
      if (!url) url = line.match(/^listening (\S+)/)?.[1]?.replace(/\/$/, '') ?? '';
      const [role, link] = line.split('\t');
      if (role && link) links.set(role, link);
      if (!url) return;
      if (pause !== tooLate) clearTimeout(pause);
      pause = setTimeout(done, 300);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function endProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(patience);
  return child.exitCode;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} folder
 */
function endWithThisProcess(child, folder) {
  const end = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => process.exit(1));
}

export function startBrowser() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

export class World {
  /**
   * @param {string} url
   * @param {Browser} browser
   * @param {Server | null} server
   */
  constructor(url, browser, server) {
    this.url = url;
    this.browser = browser;
    this.server = server;
    /** @type {Map<string, Promise<Session>>} */
    this.sessions = new Map();
  }

  /** @param {PageOptions} [options] */
  async page(options = {}) {
    const { width = 360, height = width < 600 ? 780 : 900, theme = 'light', lang = 'zh', javascript = true } = options;
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width, height },
      colorScheme: theme,
      locale: LOCALES[lang],
      timezoneId: 'Asia/Shanghai',
      javaScriptEnabled: javascript,
      storageState: options.session,
      serviceWorkers: 'block',
      reducedMotion: 'reduce',
    });
    // What the switch at the foot of every page remembers; the theme is left to the system's wish.
    await context.addCookies([{ name: 'lang', value: lang, url: this.url }]);
    return new Visit(await context.newPage(), this.url, javascript);
  }

  /**
   * Follows the role's one-time link once and keeps the session for every later page of that role.
   * @param {string} role
   */
  signIn(role) {
    const kept = this.sessions.get(role) ?? this.#followLink(role);
    this.sessions.set(role, kept);
    return kept;
  }

  /** @param {string} role */
  async #followLink(role) {
    const link = this.server?.links.get(role);
    if (!link) throw new Error(`the server printed no sign-in link for ${role}`);
    const { page } = await this.page();
    try {
      const answer = await page.goto(link);
      if (!answer?.ok()) throw new Error(`the sign-in link of ${role} answered ${answer?.status()}`);
      // A link opened by a chat program's preview must not be used up: the page may ask for one press.
      if (samePath(page.url(), link)) {
        await Promise.all([page.waitForNavigation(), page.locator('main form [type=submit]').first().click()]);
      }
      return await page.context().storageState();
    } finally {
      await page.context().close();
    }
  }

  /** Ends browser and server; the server must end well. */
  async stop() {
    await this.browser.close();
    const code = this.server ? await this.server.stop() : 0;
    if (code !== 0) throw new Error(`the server ended with code ${code}`);
  }
}

/** The server of CHANGBA_BIN and a browser. */
export async function startWorld() {
  const server = await startServer();
  try {
    return new World(server.url, await startBrowser(), server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** One browser page, and what went wrong on it. */
export class Visit {
  /** @type {Set<string>} */
  #findings = new Set();

  /**
   * @param {Page} page
   * @param {string} url
   * @param {boolean} runsScripts
   */
  constructor(page, url, runsScripts) {
    this.page = page;
    this.runsScripts = runsScripts;
    this.origin = new URL(url).origin;
    page.on('console', (message) => {
      if (message.type() === 'error') this.#add(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#add(`script error: ${error.message}`));
    page.on('request', (request) => {
      if (!this.#isOwn(request.url())) this.#add(`request to another host: ${request.url()}`);
    });
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      // A stream or a picture still under way when the next page opens is cut, not broken.
      if (reason !== 'net::ERR_ABORTED') this.#add(`request failed: ${request.url()} ${reason}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#add(`status ${response.status()}: ${response.url()}`);
    });
  }

  /** @param {string} path */
  async open(path) {
    this.#findings.clear();
    const answer = await this.page.goto(new URL(path, this.origin).href, { waitUntil: 'load' });
    await this.settle();
    return answer?.status() ?? 0;
  }

  /** Waits until what the page does at its start has been drawn; where no script runs, for as long as that takes. */
  async settle() {
    if (this.runsScripts) await Promise.race([this.page.evaluate(drawn), this.page.waitForTimeout(DRAWN_MS)]);
    else await this.page.waitForTimeout(100);
  }

  /** @param {number} width */
  async resize(width) {
    await this.page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
  }

  /** Console errors, blocked content, failed and foreign requests since the last `open`. */
  findings() {
    return [...this.#findings];
  }

  /**
   * Writes NAME.png into the folder CHANGBA_SHOTS; does nothing without it.
   * @param {string} name
   */
  async screenshot(name) {
    const folder = process.env.CHANGBA_SHOTS;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  async close() {
    await this.page.context().close();
  }

  /** @param {string} finding */
  #add(finding) {
    this.#findings.add(finding);
  }

  /** @param {string} address */
  #isOwn(address) {
    const url = new URL(address);
    return url.origin === this.origin || ['data:', 'blob:', 'about:'].includes(url.protocol);
  }
}

/** @returns {Promise<void>} */
function drawn() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 30))));
}

/**
 * @param {string} one
 * @param {string} other
 */
function samePath(one, other) {
  return new URL(one).pathname === new URL(other).pathname;
}
