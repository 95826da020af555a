import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDay, showDay, unfinishedDay } from './day.js';

test('ways to write a day', () => {
  for (const typed of ['05-03-2001', '5/3/2001', '05.03.2001', '05 03 2001', '05032001', '2001-03-05', ' 05-03-2001 ']) {
    assert.equal(readDay(typed), '2001-03-05', typed);
  }
});

test('days that do not exist', () => {
  for (const typed of ['', '31-02-2001', '29-02-2001', '00-01-2001', '01-13-2001', '5-3-01', '0503200', 'besok', '2001-3-5']) {
    assert.equal(readDay(typed), '', typed);
  }
  assert.equal(readDay('29-02-2000'), '2000-02-29');
});

test('what is shown can be read again', () => {
  for (let day = 0; day < 40_000; day += 17) {
    const iso = new Date(day * 86_400_000 - 1e12).toISOString().slice(0, 10);
    assert.equal(readDay(showDay(iso)), iso);
  }
});

test('a day on its way is not yet wrong', () => {
  for (const typed of ['', '0', '05-03', '05-03-200', '5/3/2']) assert.ok(unfinishedDay(typed), typed);
  for (const typed of ['31-02-2001', '5 Maret', '99999999']) assert.ok(!unfinishedDay(typed), typed);
});
