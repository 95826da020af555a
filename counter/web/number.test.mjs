import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counterDigits, queueNumber } from './number.js';

test('many ways to type one number', () => {
  for (const typed of ['A-012', 'a12', ' a 12 ', 'A.12', 'a-12', 'A0012']) assert.equal(queueNumber(typed, ['A', 'B']), 'A-012', typed);
  assert.equal(queueNumber('A1234', []), 'A-1234');
});

test('digits alone need a counter with one letter', () => {
  assert.equal(queueNumber('12', ['B']), 'B-012');
  assert.equal(queueNumber('12', ['A', 'B']), '');
});

test('what is no number', () => {
  for (const typed of ['', 'A', 'A-', '12A', 'A-12345', 'A-1 2', 'Budi']) assert.equal(queueNumber(typed, ['A']), '', typed);
});

test('a counter is chosen by the digit of its name', () => {
  const digits = (...names) => counterDigits(names.map((name) => ({ name })));
  assert.deepEqual(digits('Loket 1', 'Loket 3', 'Loket 12', 'Informasi'), ['1', '3', '', '']);
  assert.deepEqual(digits('Loket 1', 'Meja 1', 'Loket 2'), ['', '', '2']);
});
