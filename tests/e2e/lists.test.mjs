// A leader's phone, 360 px wide: from the empty Excel form to a locked list, with the organiser at a desk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { startWorld } from './harness.mjs';

/** The check sum of a file in an archive. @param {Buffer} bytes */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('./harness.mjs').Visit} */
let desk;
/** @type {import('./harness.mjs').Visit} */
let phone;
before(async () => {
  world = await startWorld();
  desk = await world.page({ width: 1440, session: await world.signIn('organiser') });
  phone = await world.page({ width: 360 });
});
after(() => world?.stop());

const TEAM = '千金药业';
const OTHER = '中车株机';
const NAMES = ['示例甲', '示例乙', '示例丙', '示例丁', '示例戊', '示例己'];

/**
 * A number of nobody: the county 439901 does not exist.
 * @param {number} serial
 */
function idNumber(serial) {
  const first = `43990119900102${String(serial).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(first[at]), 0);
  return first + '10X98765432'[sum % 11];
}

/**
 * The files of an archive, unpacked.
 * @param {Buffer} zip
 * @returns {Map<string, Buffer>}
 */
function unzip(zip) {
  const files = new Map();
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + extra + comment;
  }
  return files;
}

/**
 * An archive of files, stored as they are.
 * @param {Map<string, Buffer>} files
 */
function zip(files) {
  const [bodies, index] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  let at = 0;
  for (const [name, body] of files) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(body), 10);
    head.writeUInt32LE(body.length, 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    bodies.push(Buffer.from('504b0304', 'hex'), head, Buffer.from(name), body);
    // Version made by, the local header again, then comment, disk and attributes: all nought.
    index.push(Buffer.from('504b01021400', 'hex'), head, Buffer.alloc(10), uint32(at), Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + body.length;
  }
  const size = index.reduce((all, part) => all + part.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, ...index, Buffer.from('504b0506', 'hex'), end]);
}

/** @param {number} value */
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/**
 * Fills the rows below the examples of the form, as somebody would in a spreadsheet.
 * @param {Buffer} form
 * @param {Record<string, string>[]} rows values by the beginning of a column's label
 */
function fill(form, rows) {
  const files = unzip(form);
  const strings = [...String(files.get('xl/sharedStrings.xml')).matchAll(/<si>(.*?)<\/si>/gs)].map((one) =>
    (one[1] ?? '').replace(/<[^>]+>/g, ''),
  );
  let sheet = String(files.get('xl/worksheets/sheet1.xml'));
  const columns = new Map();
  let header = 0;
  for (const [, column, row, index] of sheet.matchAll(/<c r="([A-Z]+)(\d+)"[^>]*t="s"[^>]*><v>(\d+)<\/v>/g)) {
    const label = strings[Number(index)] ?? '';
    if (label.startsWith('姓名')) header = Number(row);
    if (header === Number(row)) columns.set(label.split(/[\n*]/)[0], column);
    // The serial column stands before the name.
    if (label.startsWith('序号')) header = Number(row);
  }
  rows.forEach((values, at) => {
    for (const [label, text] of Object.entries(values)) {
      const cell = `${columns.get(label)}${header + 3 + at}`;
      const blank = new RegExp(`<c r="${cell}"([^>]*?)/>`);
      assert.match(sheet, blank, `the form has an empty cell for ${label}`);
      sheet = sheet.replace(blank, `<c r="${cell}"$1 t="inlineStr"><is><t>${text}</t></is></c>`);
    }
  });
  files.set('xl/worksheets/sheet1.xml', Buffer.from(sheet));
  return zip(files);
}

/**
 * Fills a form by field names and sends it with its button.
 * @param {import('./harness.mjs').Visit} visit
 * @param {string} action how the form's address ends
 * @param {Record<string, string>} fields
 */
async function send(visit, action, fields = {}) {
  const form = visit.page.locator(`form[method="post"][action$="${action}"]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.evaluate((element) => element.tagName);
    if (kind === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([visit.page.waitForNavigation(), form.locator('button[type="submit"]').first().click()]);
}

/** @param {import('./harness.mjs').Visit} visit */
const text = (visit) => visit.page.locator('main').innerText();

/** @param {string} name */
async function see(name) {
  assert.deepEqual(phone.findings(), [], `${name}: ${phone.page.url()}`);
  const overflow = await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide for a phone`);
  await phone.screenshot(`lists-${name}-360`);
}

/** @type {string} */
let list;
/** @type {string} */
let competition;

test('the organiser opens entries and hands the leader a link', async () => {
  await desk.open('/admin/competitions');
  await desk.page.locator('a[href$="/competitions/new"]').first().click();
  await desk.page.waitForLoadState();
  await send(desk, '/competitions/new', { name_zh: '职工杯', name_en: 'Works Cup', kind: 'invitational' });
  competition = new URL(desk.page.url()).pathname.split('/')[3] ?? '';
  for (const name of [TEAM, OTHER]) await send(desk, '/entries', { name });
  await desk.open(`/admin/competitions/${competition}/entry-rules`);
  await send(desk, '/entry-rules', { objection_days: '0' });
  await desk.page.locator('main a', { hasText: TEAM }).first().click();
  await desk.page.waitForLoadState();
  list = new URL(desk.page.url()).pathname;
  await send(desk, '/links', { holder: '示例领队' });
  const link = await desk.page.locator('#secret-url').inputValue();
  await phone.open(new URL(link).pathname);
  await see('link');
  await Promise.all([phone.page.waitForNavigation(), phone.page.locator('main button').click()]);
  assert.equal(new URL(phone.page.url()).pathname, list);
  await see('empty');
});

test('the leader fills in the Excel form, mends one cell and submits', async () => {
  const empty = await phone.page.request.get(`${list}/form.xlsx`);
  assert.equal(empty.status(), 200);
  const rows = NAMES.map((name, at) => ({ 姓名: name, 证件号码: idNumber(101 + 2 * at), 球衣号码: String(at + 4) }));
  const slip = { ...rows[5], 证件号码: '439901199001021110' };
  const file = fill(await empty.body(), [...rows.slice(0, 5), /** @type {any} */ (slip)]);
  await phone.page.setInputFiles('input[name="file"]', { name: '报名表.xlsx', mimeType: 'application/octet-stream', buffer: file });
  await send(phone, '/upload');
  assert.match(await text(phone), /可收下 5 行/);
  await see('preview');
  const mend = phone.page.locator('#mend input[type="text"], #mend input:not([type])').first();
  await mend.fill(idNumber(111));
  await Promise.all([phone.page.waitForNavigation(), phone.page.locator('#mend button[type="submit"]').click()]);
  assert.match(await text(phone), /可收下 6 行/);
  await send(phone, '/take');
  for (const name of NAMES) assert.match(await text(phone), new RegExp(name));
  await see('filled');
  await phone.open(`${list}/players/new`);
  await see('player');
  await phone.open(list);
  await send(phone, '/go/submitted');
  assert.match(await text(phone), /已提交/);
});

test('the organiser approves, posts and locks, and the public reads it', async () => {
  await desk.open(list);
  for (const state of ['approved', 'posted', 'locked']) await send(desk, `/go/${state}`);
  assert.match(await text(desk), /已锁定/);
  await desk.screenshot('lists-locked-1440');
  await phone.open(list);
  assert.match(await text(phone), /已锁定/);
  assert.equal(await phone.page.locator('form[action$="/upload"]').count(), 0);
  await see('locked');
  const stranger = await world.page({ width: 360 });
  await stranger.open(`/c/${competition}/lists`);
  assert.deepEqual(stranger.findings(), []);
  assert.match(await text(stranger), /示例甲/);
  await stranger.screenshot('lists-public-360');
});

test('the leader names the players of a game on the phone, the table checks and locks them', async () => {
  await desk.open(`/admin/competitions/${competition}/fixtures/new`);
  const form = desk.page.locator('form[action$="/fixtures/new"]');
  await form.locator('[name="a"]').selectOption({ label: TEAM });
  await form.locator('[name="b"]').selectOption({ label: OTHER });
  // A day of the demo's season, and no hour yet: the list stays open until the hour is known.
  await form.locator('[name="day"]').fill('2025-07-30');
  await Promise.all([desk.page.waitForNavigation(), form.locator('button[type="submit"]').click()]);
  await phone.open(list);
  await phone.page.locator('#games a').first().click();
  await phone.page.waitForLoadState();
  for (const tick of await phone.page.locator('input[name^="p-"]').all()) await tick.check();
  await phone.page.locator('input[name="captain"]').first().check();
  await see('match');
  await send(phone, '/lists/a');
  assert.match(await text(phone), /已交/);
  await see('handed-in');
  await desk.open(new URL(phone.page.url()).pathname);
  for (const tick of await desk.page.locator('input[name^="v-"]').all()) await tick.check();
  await desk.screenshot('lists-table-1440');
  await Promise.all([desk.page.waitForNavigation(), desk.page.locator('button[name="lock"]').click()]);
  assert.match(await text(desk), /已锁定/);
  assert.deepEqual(desk.findings(), []);
});
