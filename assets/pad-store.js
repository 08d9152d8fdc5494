// What the pad keeps on the device: plays first, before the screen says they are there. A closed tab, a flat battery
// or a reload loses nothing.

/**
 * @typedef {import('./pad-order.js').Play} Play
 * @typedef {{ game: string, id: string, number: number, own: boolean, arrival: number | null, refused: string | null, play: Play }} Kept
 * @typedef {{ game: string, device: string, epoch: number, cursor: number, clock: 'none' | 'pad', sound: boolean, vibration: boolean, leftMs: number | null, runningSince: number | null, checkA: number, checkB: number }} Book
 */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });

/** @returns {Promise<IDBDatabase>} */
const openDatabase = () => {
  const request = indexedDB.open('changba-pad', 1);
  request.onupgradeneeded = () => {
    const plays = request.result.createObjectStore('plays', { keyPath: ['game', 'id'] });
    plays.createIndex('game', 'game');
    request.result.createObjectStore('books', { keyPath: 'game' });
  };
  return answer(request);
};

const newDevice = () => {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => letters[byte % letters.length]).join('');
};

export class Store {
  /** @param {IDBDatabase} database @param {string} game */
  constructor(database, game) {
    this.database = database;
    this.game = game;
    /** @type {Map<string, Kept>} */
    this.plays = new Map();
    /** @type {Book} */
    this.book = {
      game,
      device: newDevice(),
      epoch: 1,
      cursor: 0,
      clock: 'none',
      sound: false,
      vibration: true,
      leftMs: null,
      runningSince: null,
      checkA: 0,
      checkB: 0,
    };
  }

  /** @param {string} game a fixture's key, or its key with a mark for practice */
  static async open(game) {
    const store = new Store(await openDatabase(), game);
    const read = store.database.transaction(['plays', 'books']);
    const [kept, book] = await Promise.all([
      answer(read.objectStore('plays').index('game').getAll(game)),
      answer(read.objectStore('books').get(game)),
    ]);
    for (const one of /** @type {Kept[]} */ (kept)) store.plays.set(one.id, one);
    if (book) store.book = { ...store.book, ...book };
    else await store.saveBook({});
    return store;
  }

  /** @param {Partial<Book>} change */
  async saveBook(change) {
    this.book = { ...this.book, ...change };
    const write = this.database.transaction('books', 'readwrite');
    write.objectStore('books').put(this.book);
    await done(write);
  }

  /** @param {Kept[]} kept */
  async put(kept) {
    if (kept.length === 0) return;
    // Acknowledged to the scorer only when it would survive a flat battery.
    const write = this.database.transaction('plays', 'readwrite', { durability: 'strict' });
    for (const one of kept) write.objectStore('plays').put(one);
    await done(write);
    for (const one of kept) this.plays.set(one.id, one);
  }

  /** Forgets a game, for practice anew. */
  async clear() {
    const write = this.database.transaction('plays', 'readwrite');
    for (const id of this.plays.keys()) write.objectStore('plays').delete([this.game, id]);
    await done(write);
    this.plays.clear();
  }

  /** Plays that count: all but those the server would not have. */
  all() {
    return [...this.plays.values()].filter((one) => one.refused === null).map((one) => one.play);
  }

  /** A device counts on from the highest number it has seen of any. */
  nextNumber() {
    let highest = 0;
    for (const one of this.plays.values()) highest = Math.max(highest, one.number);
    return highest + 1;
  }

  /** Plays not yet sent, in the order they were entered. */
  waiting() {
    return [...this.plays.values()]
      .filter((one) => one.own && one.arrival === null && one.refused === null)
      .sort((a, b) => a.number - b.number);
  }
}
