import assert from 'node:assert/strict';
import test from 'node:test';
import { callQueue, LEAST } from './call-queue.js';

/** A clock that only moves when told, so that no test waits. */
function handTurned() {
  let time = 0;
  let timers = [];
  return {
    now: () => time,
    later: (act, delay) => timers.push({ act, at: time + delay }),
    turn(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        time = due.at;
        due.act();
      }
      time = end;
    },
  };
}

test('a single call is shown at once', () => {
  const clock = handTurned();
  const shown = [];
  callQueue((call) => shown.push(call.seq), clock).push({ seq: 1 });
  assert.deepEqual(shown, [1]);
});

test('calls within 50 ms are all shown, in order, each for its time', () => {
  const clock = handTurned();
  const shown = [];
  const queue = callQueue((call) => shown.push([call.seq, clock.now()]), clock);
  for (let seq = 1; seq <= 20; seq += 1) {
    queue.push({ seq });
    clock.turn(2);
  }
  clock.turn(60_000);
  assert.deepEqual(shown.map(([seq]) => seq), Array.from({ length: 20 }, (_, i) => i + 1));
  shown.slice(1).forEach(([, at], i) => assert.equal(at - shown[i][1], LEAST));
});

test('calls that come while others wait keep their place', () => {
  const clock = handTurned();
  const shown = [];
  const queue = callQueue((call) => shown.push(call.seq), clock);
  queue.push({ seq: 1 });
  queue.push({ seq: 2 });
  clock.turn(LEAST - 1);
  queue.push({ seq: 3 });
  assert.deepEqual(shown, [1]);
  clock.turn(1);
  assert.deepEqual(shown, [1, 2]);
  clock.turn(LEAST);
  assert.deepEqual(shown, [1, 2, 3]);
});

test('a new day forgets what was not shown and goes on', () => {
  const clock = handTurned();
  const shown = [];
  const queue = callQueue((call) => shown.push(call.seq), clock);
  [1, 2, 3].forEach((seq) => queue.push({ seq }));
  queue.clear();
  clock.turn(10 * LEAST);
  queue.push({ seq: 4 });
  assert.deepEqual(shown, [1, 4]);
});
