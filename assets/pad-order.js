// From plays in any order to facts in the order of the game: docs/PLAYS.md in the browser. The server has its own
// implementation; both run the same vectors.

/**
 * @typedef {Record<string, any> & { kind: string }} Fact
 * @typedef {{ id: string, by: string, at: string, epoch?: number, period: number, after?: string, clock_ms?: number, fact: Fact }} Play
 * @typedef {{ id: string, saidBy: string, seat: string, period: number, clockMs: number | null, fact: Fact }} Placed
 * @typedef {{ placed: Placed[], waiting: string[], declined: string[], unmatched: string[], clashing: string[], epoch: number, holder: string | null }} Ordered
 * @typedef {{ play: Play, device: string, number: number }} Entry
 * @typedef {{ entries: Entry[], at: Map<string, number>, clashing: string[] }} Book
 * @typedef {{ is: 'says', saidBy: number, fact: Fact, clockMs: number | null, seat: number | null } | { is: 'withdraws' } | { is: 'nothing' }} Effect
 */

const SHEET = new Set(['take_over', 'accept', 'decline']);
/** The order of members in the one text of a play. */
const MEMBERS = (
  'id by at epoch period after clock_ms fact kind side players captain level running player points spot made end who code ' +
  'category free_throws drawn_by cancelled successful in out target moves known plays x_cm y_cm'
).split(' ');

/** @param {Fact} fact */
export const isCorrection = (fact) => fact.kind === 'amend' || fact.kind === 'retract';

/** @param {Fact} fact */
export const isOfTheGame = (fact) => !isCorrection(fact) && !SHEET.has(fact.kind);

/** @param {string} id @returns {[string, number]} */
export const partsOf = (id) => {
  const [device, number] = id.split('-');
  return [device ?? '', Number(number)];
};

/** @param {string} one @param {string} other */
const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** @param {any} value @returns {any} */
const arranged = (value) => {
  if (Array.isArray(value)) return value.map(arranged);
  if (value === null || typeof value !== 'object') return value;
  /** @type {Record<string, any>} */
  const out = {};
  const place = (/** @type {string} */ name) => (MEMBERS.includes(name) ? MEMBERS.indexOf(name) : MEMBERS.length);
  for (const name of Object.keys(value).sort((a, b) => place(a) - place(b) || byText(a, b))) {
    const member = value[name];
    const isDefault =
      member === null ||
      member === undefined ||
      (name === 'epoch' && member === 1) ||
      ((name === 'cancelled' || name === 'moves') && member === false) ||
      (name === 'out' && member.length === 0);
    if (!isDefault) out[name] = arranged(member);
  }
  if (out['kind'] === 'foul' && out['free_throws'] === undefined) return arranged({ ...value, free_throws: 0 });
  return out;
};

/**
 * The one text of a play, for comparing.
 * @param {Play} play
 */
export const textOf = (play) => JSON.stringify(arranged(play));

/** @param {Play[]} plays @returns {Book} */
const bookOf = (plays) => {
  const all = plays.map((play) => {
    const [device, number] = partsOf(play.id);
    return { play, device, number };
  });
  all.sort((a, b) => byText(a.device, b.device) || a.number - b.number);
  /** @type {Entry[]} */
  const entries = [];
  const clashing = new Set();
  for (const entry of all) {
    const last = entries.at(-1);
    if (last?.play.id !== entry.play.id) {
      entries.push(entry);
      continue;
    }
    if (last.play === entry.play) continue;
    const [kept, other] = [textOf(last.play), textOf(entry.play)];
    if (kept === other) continue;
    clashing.add(entry.play.id);
    if (other < kept) entries[entries.length - 1] = entry;
  }
  const at = new Map(entries.map((entry, index) => [entry.play.id, index]));
  return { entries, at, clashing: [...clashing] };
};

/** @param {Book} book */
const admit = (book) => {
  /** @type {Map<number, { device: string, known: Record<string, number> }>} */
  const keepers = new Map();
  const epochOf = (/** @type {Entry} */ entry) => entry.play.epoch ?? 1;
  for (const entry of book.entries) {
    const { fact } = entry.play;
    if (fact.kind === 'take_over' && !keepers.has(epochOf(entry))) {
      keepers.set(epochOf(entry), { device: entry.device, known: fact['known'] });
    }
  }
  const epochs = [...keepers.keys()].sort((a, b) => a - b);
  const isKnown = (/** @type {Entry} */ entry) => {
    const next = epochs.find((epoch) => epoch > epochOf(entry));
    const keeper = next === undefined ? undefined : keepers.get(next);
    return keeper === undefined || entry.number <= (keeper.known[entry.device] ?? 0);
  };
  const isAnswer = (/** @type {Entry} */ entry) =>
    (entry.play.fact.kind === 'accept' || entry.play.fact.kind === 'decline') &&
    keepers.get(epochOf(entry))?.device === entry.device &&
    isKnown(entry);
  const answers = book.entries.filter(isAnswer).sort((a, b) => epochOf(a) - epochOf(b) || a.number - b.number);
  const [accepted, refused] = [new Set(), new Set()];
  for (const { play } of answers) {
    const [into, from] = play.fact.kind === 'accept' ? [accepted, refused] : [refused, accepted];
    for (const id of play.fact['plays']) {
      into.add(id);
      from.delete(id);
    }
  }
  /** @type {string[]} */
  const waiting = [];
  /** @type {string[]} */
  const declined = [];
  const admitted = book.entries.map((entry) => {
    const { id, fact } = entry.play;
    if (fact.kind === 'take_over' || isKnown(entry) || accepted.has(id)) return true;
    (refused.has(id) ? declined : waiting).push(id);
    return false;
  });
  const epoch = epochs.at(-1) ?? 1;
  return { admitted, waiting, declined, epoch, holder: keepers.get(epoch)?.device ?? null };
};

/** @param {Book} book @param {boolean[]} admitted */
const effectsOf = (book, admitted) => {
  const { entries } = book;
  /** @type {number[][]} */
  const children = entries.map(() => []);
  entries.forEach((entry, index) => {
    const target = isCorrection(entry.play.fact) ? book.at.get(entry.play.fact['target']) : undefined;
    if (admitted[index] && target !== undefined) children[target]?.push(index);
  });
  /** @type {number[]} */
  const queue = [];
  entries.forEach((entry, index) => {
    if (admitted[index] && isOfTheGame(entry.play.fact)) queue.push(index);
  });
  for (let next = 0; next < queue.length; next += 1) queue.push(...(children[queue[next] ?? 0] ?? []));
  /** @type {Effect[]} */
  const effects = entries.map(() => ({ is: 'nothing' }));
  /** @param {number} index @returns {Effect} */
  const own = (index) => {
    const { play } = /** @type {Entry} */ (entries[index]);
    const { fact } = play;
    const says = (/** @type {Fact} */ said, /** @type {number | null} */ seat) =>
      /** @type {Effect} */ ({ is: 'says', saidBy: index, fact: said, clockMs: play.clock_ms ?? null, seat });
    if (fact.kind === 'amend' && isOfTheGame(fact['fact'])) return says(fact['fact'], fact['moves'] ? index : null);
    if (fact.kind === 'retract') return { is: 'withdraws' };
    return isOfTheGame(fact) ? says(fact, index) : { is: 'nothing' };
  };
  for (const index of [...queue].reverse()) {
    let newest = -1;
    for (const child of children[index] ?? []) {
      if (effects[child]?.is === 'nothing') continue;
      const [a, b] = [entries[child], entries[newest]];
      if (!a) continue;
      if (!b || a.number > b.number || (a.number === b.number && a.device > b.device)) newest = child;
    }
    const mine = own(index);
    const corrected = effects[newest];
    if (!corrected) effects[index] = mine;
    else if (mine.is === 'says' && corrected.is === 'says') {
      effects[index] = { ...corrected, clockMs: corrected.clockMs ?? mine.clockMs, seat: corrected.seat ?? mine.seat };
    } else if (corrected.is === 'withdraws' && isCorrection(/** @type {Entry} */ (entries[index]).play.fact)) {
      effects[index] = { is: 'nothing' };
    } else effects[index] = corrected;
  }
  return { queue, effects };
};

/**
 * Brings plays into the order of the game.
 * @param {Play[]} plays
 * @returns {Ordered}
 */
export const order = (plays) => {
  const book = bookOf(plays);
  const { admitted, waiting, declined, epoch, holder } = admit(book);
  const { queue, effects } = effectsOf(book, admitted);
  const reached = new Set(queue);
  const unmatched = book.entries
    .filter((entry, index) => admitted[index] && !reached.has(index) && isCorrection(entry.play.fact))
    .map((entry) => entry.play.id);
  /** @type {Map<number, { root: number, effect: Extract<Effect, { is: 'says' }> }>} */
  const atSeat = new Map();
  for (const root of queue) {
    const effect = effects[root];
    if (effect?.is === 'says' && isOfTheGame(/** @type {Entry} */ (book.entries[root]).play.fact)) {
      atSeat.set(effect.seat ?? root, { root, effect });
    }
  }
  /** @type {Placed[]} */
  const placed = [];
  for (const seat of seatsInOrder(book, admitted)) {
    const here = atSeat.get(seat);
    const [root, said, place] = [book.entries[here?.root ?? -1], book.entries[here?.effect.saidBy ?? -1], book.entries[seat]];
    if (!here || !root || !said || !place) continue;
    const { fact, clockMs } = here.effect;
    placed.push({ id: root.play.id, saidBy: said.play.id, seat: place.play.id, period: place.play.period, clockMs, fact });
  }
  return { placed, waiting, declined, unmatched, clashing: book.clashing, epoch, holder };
};

/** @param {Book} book @param {boolean[]} admitted @returns {number[]} */
const seatsInOrder = ({ entries, at }, admitted) => {
  const hasSeat = entries.map(
    ({ play }, index) => admitted[index] && (isOfTheGame(play.fact) || (play.fact.kind === 'amend' && play.fact['moves'] === true)),
  );
  /** @type {Map<number, { start: number[], chains: Map<string, number[]> }>} */
  const periods = new Map();
  const periodOf = (/** @type {number} */ number) => {
    const known = periods.get(number) ?? { start: /** @type {number[]} */ ([]), chains: /** @type {Map<string, number[]>} */ (new Map()) };
    periods.set(number, known);
    return known;
  };
  /** @type {number[][]} */
  const hanging = entries.map(() => []);
  entries.forEach(({ play, device }, index) => {
    if (!hasSeat[index]) return;
    const period = periodOf(play.period);
    const before = play.after === undefined || play.after === 'start' ? undefined : at.get(play.after);
    if (play.after === 'start') period.start.push(index);
    else if (before !== undefined && hasSeat[before] && entries[before]?.play.period === play.period) hanging[before]?.push(index);
    else period.chains.set(device, [...(period.chains.get(device) ?? []), index]);
  });
  const entry = (/** @type {number} */ index) => /** @type {Entry} */ (entries[index]);
  const oldestFirst = (/** @type {number} */ a, /** @type {number} */ b) =>
    entry(a).number - entry(b).number || byText(entry(b).device, entry(a).device);
  hanging.forEach((list) => list.sort(oldestFirst));
  /** @type {number[]} */
  const inOrder = [];
  /** @type {Set<number>} */
  const isPlaced = new Set();
  const take = (/** @type {number[]} */ stack) => {
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (isPlaced.has(index)) continue;
      isPlaced.add(index);
      inOrder.push(index);
      stack.push(...(hanging[index] ?? []));
    }
  };
  for (const [, period] of [...periods].sort(([a], [b]) => a - b)) {
    take([...period.start].sort(oldestFirst));
    for (const head of merged([...period.chains.values()], entry)) take([head]);
  }
  entries.forEach((_, index) => {
    if (hasSeat[index] && !isPlaced.has(index)) take([index]);
  });
  return inOrder;
};

/** @param {number[][]} chains @param {(index: number) => Entry} entry */
const merged = (chains, entry) => {
  if (chains.length === 1) return chains[0] ?? [];
  let open = chains.map((rest) => ({ rest: [...rest], clockMs: /** @type {number | null} */ (null) }));
  const out = [];
  const head = (/** @type {{ rest: number[] }} */ chain) => entry(chain.rest[0] ?? 0);
  const clock = (/** @type {{ rest: number[], clockMs: number | null }} */ chain) => head(chain).play.clock_ms ?? chain.clockMs;
  for (;;) {
    open = open.filter((chain) => chain.rest.length > 0);
    let first = open[0];
    if (!first) return out;
    for (const other of open.slice(1)) {
      const [one, two] = [clock(first), clock(other)];
      const before = one !== null && two !== null && one !== two ? one > two : head(first).number <= head(other).number;
      if (!before) first = other;
    }
    first.clockMs = clock(first);
    out.push(/** @type {number} */ (first.rest.shift()));
  }
};

/**
 * The play an undo on this device takes back: its newest one that still has an effect.
 * @param {Play[]} plays @param {string} device
 * @returns {string | null}
 */
export const undoTarget = (plays, device) => {
  const book = bookOf(plays);
  const { effects } = effectsOf(book, book.entries.map(() => true));
  for (let index = book.entries.length - 1; index >= 0; index -= 1) {
    const { play, device: own } = /** @type {Entry} */ (book.entries[index]);
    const effect = effects[index]?.is;
    const stands = effect === 'says' || (effect === 'withdraws' && isCorrection(play.fact));
    if (own === device && stands && play.fact.kind !== 'retract') return play.id;
  }
  return null;
};
