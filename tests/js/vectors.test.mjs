// The pad's reducer gives what the library gives: the same vectors, in every order of arrival.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { replay } from '../../assets/pad-replay.js';

const folder = new URL('../../crates/league/tests/game/vectors/', import.meta.url);
/** @type {Record<string, any>} */
const rules = JSON.parse(readFileSync(new URL('rules.json', import.meta.url), 'utf8'));
/** @type {any[]} */
const cases = readdirSync(folder)
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')).cases);

/** @param {string} path @param {any} expected @param {any} found @param {string[]} wrong */
const differences = (path, expected, found, wrong) => {
  const isObject = (/** @type {any} */ value) => value !== null && typeof value === 'object' && !Array.isArray(value);
  if (isObject(expected) && isObject(found)) {
    for (const [key, value] of Object.entries(expected)) differences(`${path}.${key}`, value, found[key], wrong);
    return;
  }
  try {
    assert.deepEqual(found, expected);
  } catch {
    wrong.push(`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
};

test('every vector gives the state it expects, backwards and twice over too', () => {
  /** @type {string[]} */
  const wrong = [];
  for (const one of cases) {
    const own = { profile: rules['profiles'][one.profile], edition: rules['editions'][one.edition] };
    const state = JSON.parse(JSON.stringify(replay(own, one.plays)));
    differences(one.id, one.expected, state, wrong);
    const backwards = [...one.plays].reverse();
    assert.deepEqual(JSON.parse(JSON.stringify(replay(own, backwards))), state, `${one.id} backwards`);
    const copies = JSON.parse(JSON.stringify([...backwards, ...one.plays]));
    assert.deepEqual(JSON.parse(JSON.stringify(replay(own, copies))), state, `${one.id} twice`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(cases.length >= 137, `${cases.length} vectors`);
});

