// A sheet typed in from paper: the lines mean what they say, and one wrong line keeps all of them out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSheet } from '../../assets/pad-typing.js';

test('a typed sheet becomes plays in their periods', () => {
  const { typed, wrong } = readSheet('q1\na7 2\nB 00 3\na 1\nb4 p2 7\nb coach c1\nA to\nq2\na7 0\nend\n', 0, false);
  assert.equal(wrong, null);
  assert.deepEqual(
    typed.map(({ fact, period }) => `${period} ${fact.kind}`),
    ['1 period_start', '1 goal', '1 goal', '1 free_throw', '1 foul', '1 foul', '1 time_out', '1 period_end', '2 period_start', '2 free_throw', '2 period_end', '2 game_end'],
  );
  assert.deepEqual(typed[2]?.fact, { kind: 'goal', side: 'b', player: '00', points: 3 });
  assert.deepEqual(typed[3]?.fact, { kind: 'free_throw', side: 'a', made: true });
  assert.deepEqual(typed[4]?.fact, { kind: 'foul', side: 'b', who: '4', code: 'P', free_throws: 2, drawn_by: '7' });
});

test('the first wrong line is named and nothing is taken', () => {
  for (const [text, line] of /** @type {[string, number][]} */ ([['q1\na7 2\na7 9', 3], ['a7 2', 1], ['q2\nq1', 2], ['q1\n\nc4 2', 3], ['q1\na07 2', 2]])) {
    assert.deepEqual(readSheet(text, 0, false), { typed: [], wrong: line }, text);
  }
});
