import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activity } from './activity.js';

test('the activity follows from ticket and card', () => {
  const called = { status: 'called', calledAt: '08:10' };
  const serving = { status: 'serving', calledAt: '08:10', servedAt: '08:11' };
  const card = { id: 'c1' };
  assert.equal(activity(undefined, undefined), undefined);
  assert.deepEqual(activity(called, undefined), { key: 'call', since: '08:10', standard: 60 });
  assert.deepEqual(activity(serving, {}), { key: 'enter', since: '08:11', standard: 180 });
  assert.deepEqual(activity(serving, { card, issuedAt: '08:13' }), { key: 'print', since: '08:13', standard: 240 });
  assert.deepEqual(activity(serving, { card, issuedAt: '08:13', printedAt: '08:14' }), { key: 'hand', since: '08:14', standard: 240 });
});

test('a visit tells its own activity', () => {
  const serving = { status: 'serving', calledAt: '08:10', servedAt: '08:11' };
  const visit = { due: 'check', dueSince: '08:16', activities: [{ key: 'enter', standard: 180 }, { key: 'check', name: { id: 'Meneliti' }, standard: 60 }] };
  assert.deepEqual(activity(serving, {}, visit), { key: 'check', name: { id: 'Meneliti' }, since: '08:16', standard: 60 });
  assert.equal(activity(serving, {}, { ...visit, due: undefined }), undefined);
});
