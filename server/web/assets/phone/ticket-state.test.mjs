import assert from 'node:assert/strict';
import test from 'node:test';
import { apply } from './ticket-state.js';

const waiting = () => ({
  number: 'A-012', service: 'a', status: 'waiting', ahead: 3, aheadNumbers: ['A-009', 'A-010', 'A-011'],
  estimatedWait: { low: 12, high: 24 }, calls: 0, callLimit: 3,
});
const message = (type, number, from, to, more = {}) => ({ type, number, service: 'a', from, to, ...more });
const after = (...messages) => messages.reduce(({ ticket, ask }, next) => {
  const result = apply(ticket, next);
  return { ticket: result.ticket, ask: ask || result.ask };
}, { ticket: waiting(), ask: false });

test('each number ahead that leaves the queue brings the holder one nearer, without asking', () => {
  const { ticket, ask } = after(message('ticket.called', 'A-009', 'waiting', 'called'), message('ticket.called', 'A-009', 'called', 'called'));
  assert.deepEqual([ticket.ahead, ticket.aheadNumbers, ticket.estimatedWait, ask], [2, ['A-010', 'A-011'], { low: 9, high: 18 }, false]);
});

test('numbers behind, of other services, and new ones without priority change nothing', () => {
  const { ticket, ask } = after(
    message('ticket.issued', 'A-013', '', 'waiting', { priority: false }),
    message('ticket.called', 'A-013', 'waiting', 'called'),
    message('ticket.issued', 'B-001', '', 'waiting', { service: 'b', priority: true }),
  );
  assert.deepEqual(ticket, waiting());
  assert.equal(ask, false);
});

test('whoever may have come before the holder is asked about', () => {
  assert.ok(after(message('ticket.issued', 'A-013', '', 'waiting', { priority: true })).ask);
  assert.ok(after(message('ticket.issued', 'A-013', '', 'waiting', { priority: false, offline: true })).ask);
  assert.ok(after(message('ticket.returned', 'A-003', 'no_show', 'waiting')).ask);
  assert.ok(after(message('ticket.transferred', 'B-003', 'serving', 'waiting', { fromService: 'b' })).ask);
  assert.ok(after({ type: 'counter.closed', counter: '1' }).ask);
});

test('a number ahead that is sent to another service leaves', () => {
  const { ticket, ask } = after(message('ticket.transferred', 'A-010', 'waiting', 'waiting', { service: 'b', fromService: 'a' }));
  assert.deepEqual([ticket.aheadNumbers, ask], [['A-009', 'A-011'], false]);
});

test('the holder is called, called again, served and done', () => {
  const called = message('ticket.called', 'A-012', 'waiting', 'called', { call: 1, counterName: 'Loket 3' });
  const first = after(called).ticket;
  assert.deepEqual([first.status, first.calls, first.counterName, first.ahead], ['called', 1, 'Loket 3', 0]);
  assert.equal(after(called, { ...called, from: 'called', call: 2 }).ticket.calls, 2);
  const done = after(called, message('ticket.serving', 'A-012', 'called', 'serving', { counterName: 'Loket 3' }), message('ticket.finished', 'A-012', 'serving', 'done'));
  assert.deepEqual([done.ticket.status, done.ticket.counterName, done.ask], ['done', undefined, false]);
});

test('the holder who waits again asks where', () => {
  const { ticket, ask } = after(message('ticket.no_show', 'A-012', 'called', 'no_show'), message('ticket.returned', 'A-012', 'no_show', 'waiting'));
  assert.deepEqual([ticket.status, ask], ['waiting', true]);
});
