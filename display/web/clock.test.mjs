import assert from 'node:assert/strict';
import test from 'node:test';
import { officeClock } from './clock.js';

test('shows the office’s time whatever the machine’s zone is', () => {
  let ticks = 5_000;
  const clock = officeClock('2026-11-23T23:59:58.500+08:00', () => ticks);
  assert.deepEqual([clock.day(), clock.time('id'), clock.time('en'), clock.untilTick()], ['2026-11-23', '23.59', '23:59', 500]);
  assert.equal(clock.date('id'), 'Senin, 23 November 2026');
  ticks += 1_500;
  assert.deepEqual([clock.day(), clock.time('id'), clock.date('en')], ['2026-11-24', '00.00', 'Tuesday, 24 November 2026']);
});

test('reads offsets west, in half hours, Z, and nanoseconds', () => {
  const time = (now) => officeClock(now, () => 0).time('en');
  assert.equal(time('2026-01-01T05:00:00-03:30'), '05:00');
  assert.equal(time('2026-01-01T05:00:00Z'), '05:00');
  assert.equal(officeClock('2026-01-01T05:00:00.250999999+08:00', () => 0).untilTick(), 750, 'finer than milliseconds');
});
