import assert from 'node:assert/strict';
import test from 'node:test';

class FakeSocket {
  static opened = [];
  constructor(url) {
    this.url = new URL(url);
    FakeSocket.opened.push(this);
  }
  close() {
    this.closed = true;
  }
  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}
const listeners = {};
Object.assign(globalThis, {
  WebSocket: FakeSocket,
  location: { href: 'http://office/display/' },
  addEventListener: (name, act) => (listeners[name] = act),
  removeEventListener: () => {},
});
const { follow } = await import('./live.js');

/** Follows a topic with a hand-turned clock. */
function start(t, options = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(Math, 'random', () => 0.5);
  FakeSocket.opened = [];
  const seen = { snapshots: [], messages: [], states: [] };
  const live = follow({
    topic: 'board',
    onSnapshot: (snapshot) => seen.snapshots.push(snapshot),
    onMessage: (message) => seen.messages.push(message.seq),
    onState: (state) => seen.states.push(state),
    ...options,
  });
  t.after(() => live.close());
  const socket = () => FakeSocket.opened.at(-1);
  const hello = (more = {}) => socket().say({ type: 'hello', epoch: 'e1', seq: 10, recovered: false, snapshot: { at: 10 }, ...more });
  const message = (seq, prev) => socket().say({ type: 'ticket.called', seq, prev });
  return { seen, socket, hello, message, live, pass: (ms) => t.mock.timers.tick(ms), count: () => FakeSocket.opened.length };
}

test('a snapshot, then each message once and in order', (t) => {
  const { seen, hello, message, socket } = start(t, { topic: 'ticket', token: 'a b' });
  assert.equal(socket().url.href, 'ws://office/api/v1/live?topic=ticket&token=a+b');
  hello();
  [[9, 8], [10, 9], [12, 10], [12, 10], [15, 12]].forEach(([seq, prev]) => message(seq, prev));
  assert.deepEqual(seen, { snapshots: [{ at: 10 }], messages: [12, 15], states: ['live'] });
});

test('a hole is asked for at once, from the last message held', (t) => {
  const { seen, hello, message, socket, pass, count } = start(t);
  hello();
  message(12, 10);
  message(20, 17);
  pass(0);
  assert.equal(count(), 2);
  assert.equal(socket().url.searchParams.get('since'), 'e1:12');
  hello({ seq: 20, recovered: true, snapshot: undefined });
  message(17, 12);
  message(20, 17);
  assert.deepEqual(seen, { snapshots: [{ at: 10 }], messages: [12, 17, 20], states: ['live'] });
});

test('a hole in the tail itself is given up for a snapshot, without haste', (t) => {
  const { seen, hello, message, socket, pass, count } = start(t);
  hello();
  message(20, 17);
  pass(0);
  hello({ recovered: true, snapshot: undefined });
  message(20, 17);
  pass(0);
  assert.equal(count(), 2);
  pass(500);
  assert.equal(socket().url.searchParams.get('since'), null);
  hello({ seq: 20, snapshot: { at: 20 } });
  assert.deepEqual(seen.snapshots, [{ at: 10 }, { at: 20 }]);
  message(30, 27);
  pass(999);
  assert.equal(count(), 3);
  pass(1);
  assert.equal(count(), 4);
});

test('a closed connection is lost within 3 s and found again', (t) => {
  const { seen, hello, socket, pass, count } = start(t);
  hello();
  socket().onclose({ code: 1006 });
  pass(500);
  assert.equal(count(), 2);
  socket().onclose({ code: 1006 });
  assert.deepEqual(seen.states, ['live']);
  pass(1_000);
  assert.deepEqual(seen.states, ['live', 'lost']);
  hello({ recovered: true, snapshot: undefined });
  assert.deepEqual(seen.states, ['live', 'lost', 'live']);
  assert.equal(seen.snapshots.length, 1);
});

test('a connection that is back at once was never lost', (t) => {
  const { seen, hello, socket, pass } = start(t);
  hello();
  socket().onclose({ code: 1006 });
  pass(500);
  hello({ recovered: true, snapshot: undefined });
  pass(10_000);
  assert.deepEqual(seen.states, ['live']);
});

test('it tries again ever more slowly, at last every 5 s', (t) => {
  const { socket, pass, count } = start(t);
  for (const wait of [500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
    const before = count();
    socket().onclose({ code: 1006 });
    pass(wait - 1);
    assert.equal(count(), before, `${wait} ms`);
    pass(1);
    assert.equal(count(), before + 1, `${wait} ms`);
  }
});

test('a session that is over is told once, a lost line is not', (t) => {
  let told = 0;
  const { hello, socket } = start(t, { topic: 'desk', onSignedOut: () => (told += 1) });
  hello();
  socket().onclose({ code: 1006 });
  assert.equal(told, 0);
  t.mock.timers.tick(500);
  socket().onclose({ code: 4401 });
  assert.equal(told, 1);
});

test('silence of 25 s is a loss; a beat is not silence', (t) => {
  const { seen, hello, socket, pass, count } = start(t);
  hello();
  pass(20_000);
  socket().say({ type: 'beat' });
  pass(24_999);
  assert.deepEqual(seen.states, ['live']);
  pass(1);
  assert.deepEqual(seen.states, ['live', 'lost']);
  pass(500);
  assert.equal(count(), 2);
});

test('a server that never greets is tried again', (t) => {
  const { seen, pass, count } = start(t);
  pass(5_000);
  pass(1_500);
  assert.deepEqual(seen.states, ['lost']);
  assert.equal(count(), 2);
});

test('a changed office brings a new snapshot', (t) => {
  const { seen, hello, socket, pass } = start(t);
  hello();
  socket().say({ type: 'office.changed', seq: 11, prev: 10 });
  pass(300);
  assert.equal(socket().url.searchParams.get('since'), null);
  hello({ seq: 11, snapshot: { at: 11 } });
  assert.deepEqual(seen.snapshots, [{ at: 10 }, { at: 11 }]);
});

test('the network’s end is seen at once, its return too', (t) => {
  const { seen, hello, pass, count } = start(t);
  hello();
  listeners.offline();
  assert.deepEqual(seen.states, ['live', 'lost']);
  listeners.online();
  assert.equal(count(), 2);
  pass(60_000);
});

test('closed is closed', (t) => {
  const { live, socket, pass, count } = start(t);
  live.close();
  socket().onclose?.();
  pass(60_000);
  assert.equal(count(), 1);
});
