import assert from 'node:assert/strict';
import { test } from 'node:test';
import { throttle } from './throttle.js';

/** A clock that moves only when told. */
function clock() {
  let time = 0;
  const due = [];
  return {
    now: () => time,
    setTimeout: (act, delay) => due.push({ at: time + delay, act }),
    async move(by) {
      time += by;
      for (const timer of due.splice(0)) timer.at <= time ? timer.act() : due.push(timer);
      await settled();
    },
  };
}
const settled = () => new Promise((done) => setImmediate(done));

test('the first request runs at once, a burst leads to one more run', async () => {
  const timers = clock();
  let runs = 0;
  const ask = throttle(async () => void runs++, 100, timers);
  ask();
  await settled();
  assert.equal(runs, 1);
  for (let i = 0; i < 50; i++) ask();
  await settled();
  assert.equal(runs, 1);
  await timers.move(100);
  assert.equal(runs, 2);
  await timers.move(1000);
  assert.equal(runs, 2);
});

test('a request during a run is not lost and does not run beside it', async () => {
  const timers = clock();
  const finish = [];
  const ask = throttle(() => new Promise((done) => finish.push(done)), 100, timers);
  ask();
  ask();
  await timers.move(500);
  assert.equal(finish.length, 1);
  finish[0]();
  await settled();
  assert.equal(finish.length, 2);
});
