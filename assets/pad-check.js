// The second person: the running score and nothing else. A difference shows at once, here and on the pad.

import { button, draw, h, root, say } from './pad-dom.js';
import { Store } from './pad-store.js';
import { Sync } from './pad-sync.js';

const given = JSON.parse(root.dataset['game'] ?? '{}');
const SIDES = /** @type {('a' | 'b')[]} */ (['a', 'b']);

const start = async () => {
  const store = await Store.open(`${given.fixture}/check`);
  let unsent = false;
  const sync = new Sync(store, given.fixture, () => show());
  const mine = () => ({ a: store.book.checkA, b: store.book.checkB });
  const show = () => {
    const { sheet } = sync;
    const table = sheet ? { a: sheet['score'][0], b: sheet['score'][1] } : null;
    const { a, b } = mine();
    const differs = table !== null && (table.a !== a || table.b !== b);
    draw('connection', [h('span', { class: 'state', 'data-connection': sync.connection }, sync.connection === 'online' ? `● ${say('in_step')}` : `○ ${say(sync.connection)}`)]);
    draw('banner', [differs ? h('p', { class: 'differs', role: 'status' }, `${say('differs')} ${a}:${b} ≠ ${table.a}:${table.b}`) : h('p', { role: 'status' }, say('agrees'))]);
    draw('check', SIDES.map((side) =>
      h('div', { class: `adds side ${side}` }, h('b', {}, given.teams[side].short), h('output', {}, mine()[side]), [1, 2, 3, -1].map((points) => button(`${side}:${points}`, points > 0 ? `+${points}` : '−1', { class: 'add' })))));
  };
  const send = async () => {
    const { a, b } = mine();
    unsent = !(await sync.act('check', { score_a: a, score_b: b })).ok;
  };
  document.addEventListener('click', (event) => {
    const does = event.target instanceof Element ? event.target.closest('[data-do]')?.getAttribute('data-do') : null;
    if (!does) return;
    const [side, points] = does.split(':');
    const name = side === 'a' ? 'checkA' : 'checkB';
    void store.saveBook({ [name]: Math.max(0, store.book[name] + Number(points)) }).then(() => {
      show();
      void send();
    });
  });
  // The state is sent, never a difference: a message that comes twice or late changes nothing.
  setInterval(() => void (unsent ? send() : sync.look()), 2000);
  await sync.look();
  show();
  document.body.dataset['ready'] = 'true';
};

void start();
