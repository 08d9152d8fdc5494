// Called by bin/shots: renders pages into PNG files for people to look at.

import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startBrowser, startServer, World } from './harness.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    role: { type: 'string' },
    out: { type: 'string', default: 'target/shots' },
    widths: { type: 'string', default: '360,768,1440' },
    themes: { type: 'string', default: 'light,dark' },
    langs: { type: 'string', default: 'zh,en' },
  },
});
const paths = positionals.length > 0 ? positionals : ['/'];
process.env.CHANGBA_SHOTS = values.out;
await mkdir(values.out, { recursive: true });

const server = values.url ? null : await startServer();
const world = new World(values.url ?? server?.url ?? '', await startBrowser(), server);
try {
  const session = values.role ? await world.signIn(values.role) : undefined;
  for (const lang of /** @type {('zh' | 'en')[]} */ (values.langs.split(','))) {
    for (const theme of /** @type {('light' | 'dark')[]} */ (values.themes.split(','))) {
      for (const width of values.widths.split(',').map(Number)) await shoot({ lang, theme, width, session });
    }
  }
} finally {
  await world.stop();
}

/** @param {{ lang: 'zh' | 'en', theme: 'light' | 'dark', width: number, session: import('./harness.mjs').Session | undefined }} view */
async function shoot(view) {
  const visit = await world.page(view);
  for (const path of paths) {
    const status = await visit.open(path);
    const name = [nameOf(path), view.width, view.theme, view.lang].join('-');
    await visit.screenshot(name);
    console.log(`${values.out}/${name}.png${status === 200 ? '' : `  (status ${status})`}`);
  }
  await visit.close();
}

/** @param {string} path */
function nameOf(path) {
  return path.replace(/^\//, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/-$/, '') || 'home';
}
