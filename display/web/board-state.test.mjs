import assert from 'node:assert/strict';
import test from 'node:test';
import { apply, fromSnapshot, missed, newDay, recent } from './board-state.js';

const start = () =>
  fromSnapshot({
    office: 'Kantor',
    day: '2026-11-23',
    now: '2026-11-23T08:00:00+08:00',
    calls: [],
    services: [
      { id: 'a', letter: 'A', name: { id: 'A', en: 'A' }, waiting: 2 },
      { id: 'b', letter: 'B', name: { id: 'B', en: 'B' }, waiting: 0 },
    ],
    counters: [
      { id: '1', name: 'Loket 1', open: true },
      { id: '2', name: 'Loket 2', open: false },
    ],
  });
const waiting = (state) => state.services.map((service) => service.waiting);
const at = (state) => state.counters.map((counter) => counter.number);
const move = (type, from, to, more = {}) => ({ type, from, to, number: 'A-001', service: 'a', counter: '1', counterName: 'Loket 1', ...more });

test('counts follow from messages alone', () => {
  let state = apply(start(), move('ticket.issued', '', 'waiting'));
  assert.deepEqual(waiting(state), [3, 0]);
  state = apply(state, move('ticket.called', 'waiting', 'called', { seq: 5, call: 1 }));
  assert.deepEqual(waiting(state), [2, 0]);
  state = apply(state, move('ticket.called', 'called', 'called', { seq: 6, call: 2 }));
  assert.deepEqual(waiting(state), [2, 0], 'a recall takes nobody from the queue');
  state = apply(state, move('ticket.no_show', 'called', 'no_show'));
  state = apply(state, move('ticket.returned', 'no_show', 'waiting'));
  assert.deepEqual(waiting(state), [3, 0]);
});

test('a transfer counts in the service that it goes to', () => {
  const served = apply(start(), move('ticket.transferred', 'serving', 'waiting', { service: 'b', fromService: 'a' }));
  assert.deepEqual(waiting(served), [2, 1]);
  const unseen = apply(start(), move('ticket.transferred', 'waiting', 'waiting', { service: 'b', fromService: 'a' }));
  assert.deepEqual(waiting(unseen), [1, 1]);
});

test('a counter shows its number until the visit ends', () => {
  let state = apply(start(), move('ticket.called', 'waiting', 'called', { seq: 5, call: 1 }));
  assert.deepEqual(at(state), ['A-001', undefined]);
  state = apply(state, move('ticket.serving', 'called', 'serving'));
  assert.deepEqual(at(state), ['A-001', undefined]);
  for (const [type, to] of [['ticket.finished', 'done'], ['ticket.no_show', 'no_show'], ['ticket.parked', 'parked'], ['ticket.transferred', 'waiting']]) {
    assert.deepEqual(at(apply(state, move(type, 'serving', to))), [undefined, undefined], type);
  }
});

test('counters open and close, also one that the snapshot did not hold', () => {
  let state = apply(start(), { type: 'counter.opened', counter: '2', counterName: 'Loket 2' });
  state = apply(state, { type: 'counter.closed', counter: '1', counterName: 'Loket 1' });
  state = apply(state, { type: 'counter.opened', counter: '9', counterName: 'Loket 9' });
  assert.deepEqual(state.counters.filter(({ open }) => open).map(({ name }) => name), ['Loket 2', 'Loket 9']);
});

test('recent numbers appear once, also when they were called again', () => {
  const calls = ['A-3', 'A-3', 'A-2', 'A-3', 'A-1', 'A-2', 'B-1', 'B-2'].map((number) => ({ number }));
  assert.deepEqual(recent(calls).map(({ number }) => number), ['A-2', 'A-1', 'B-1']);
  assert.deepEqual(recent([]), []);
});

test('what a later snapshot holds beyond the last call was missed, in order', () => {
  const before = { ...start(), calls: [{ seq: 5 }, { seq: 3 }] };
  const seqs = (calls) => calls?.map(({ seq }) => seq);
  assert.deepEqual(seqs(missed(before, { ...start(), calls: [{ seq: 9 }, { seq: 7 }, { seq: 5 }] })), [7, 9]);
  assert.deepEqual(seqs(missed(before, before)), []);
  assert.equal(missed(undefined, before), undefined);
  assert.equal(missed(before, { ...before, day: '2026-11-24' }), undefined);
  assert.equal(missed(before, { ...before, calls: [{ seq: 2 }] }), undefined, 'an older journal is another journal');
});

test('a new day starts empty and keeps the office', () => {
  const state = newDay(apply(start(), move('ticket.called', 'waiting', 'called', { seq: 5, call: 1 })), '2026-11-24');
  assert.deepEqual([state.day, state.calls, waiting(state), at(state)], ['2026-11-24', [], [0, 0], [undefined, undefined]]);
  assert.equal(state.office, 'Kantor');
});
