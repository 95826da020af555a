import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS, actOfKey, allowed, leading } from './acts.js';

const desk = (ticket, waiting = 3) => ({ ticket, waiting });
const called = (calls) => ({ status: 'called', calls, callLimit: 3 });
const names = (acts) => [...acts].sort();

test('what each state allows', () => {
  const table = [
    [undefined, []],
    [desk(undefined), ['call-next', 'call-number']],
    [desk(undefined, 0), ['call-number']],
    [desk(called(1)), ['no-show', 'park', 'recall', 'serve', 'transfer']],
    [desk(called(2)), ['no-show', 'park', 'recall', 'serve', 'transfer']],
    [desk(called(3)), ['call-next', 'no-show', 'serve']],
    [desk(called(3), 0), ['no-show', 'serve']],
    [desk({ status: 'serving', calls: 1, callLimit: 3 }), ['finish', 'park', 'transfer']],
  ];
  for (const [state, acts] of table) assert.deepEqual(names(allowed(state)), acts, JSON.stringify(state));
});

test('a number is never called more often than the limit', () => {
  for (let limit = 1; limit <= 5; limit++) {
    for (let calls = limit; calls <= limit + 2; calls++) {
      assert.ok(!allowed(desk({ status: 'called', calls, callLimit: limit })).has('recall'));
    }
  }
});

test('the leading act is always an allowed one', () => {
  const states = [desk(undefined), desk(undefined, 0), desk(called(1)), desk(called(3)), desk(called(3), 0), desk({ status: 'serving' })];
  for (const state of states) {
    for (const printed of [false, true]) {
      const lead = leading(state, printed);
      assert.ok(lead === undefined || allowed(state).has(lead), `${lead} in ${JSON.stringify(state)}`);
    }
  }
  assert.equal(leading(desk(called(1)), false), 'serve');
  assert.equal(leading(desk(called(3)), false), 'call-next');
  assert.equal(leading(desk({ status: 'serving' }), false), undefined);
  assert.equal(leading(desk({ status: 'serving' }), true), 'finish');
});

test('keys are unique and none is the browser’s own', () => {
  const keys = ACTS.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  for (const key of ['F1', 'F5', 'F11', 'F12']) assert.ok(!keys.includes(key));
});

test('a modifier leaves the key to the system', () => {
  assert.equal(actOfKey({ key: 'F4' }), 'serve');
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey', 'shiftKey']) assert.equal(actOfKey({ key: 'F4', [modifier]: true }), undefined);
  assert.equal(actOfKey({ key: 'a' }), undefined);
});
