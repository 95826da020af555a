import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsed, level, reading } from './clock.js';

test('seconds are counted in the server’s time and never run backwards', () => {
  const now = Date.parse('2026-11-23T08:14:00+08:00');
  assert.equal(elapsed('2026-11-23T08:11:46+08:00', now), 134);
  assert.equal(elapsed('2026-11-23T00:11:46Z', now), 134);
  assert.equal(elapsed('2026-11-23T08:15:00+08:00', now), 0);
  assert.equal(elapsed(undefined, now), 0);
});

test('green up to the standard, amber to one and a half, then red', () => {
  assert.deepEqual([0, 180, 181, 270, 271].map((s) => level(s, 180)), ['green', 'green', 'amber', 'amber', 'red']);
});

test('the reading', () => {
  assert.deepEqual([0, 9, 134, 3599, 3600, 3734].map(reading), ['00:00', '00:09', '02:14', '59:59', '1:00:00', '1:02:14']);
});
