// @ts-check
// Follows a topic of /api/v1/live: a snapshot or exactly what was missed, then every message in order, once.

/** @typedef {{seq: number, prev: number, type: string, [member: string]: any}} Message */
/**
 * @typedef {object} Follow
 * @property {'board' | 'ticket' | 'desk'} topic
 * @property {string} [token] the ticket's token (topic `ticket`)
 * @property {(snapshot: any, hello: {epoch: string, seq: number}) => void} onSnapshot
 * @property {(message: Message) => void} onMessage
 * @property {(state: 'live' | 'lost') => void} [onState]
 * @property {() => void} [onSignedOut] the server says that the session is over
 */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
const GRACE = 1_500; // a connection that is back within this time was not lost for the reader
const HELLO_WITHIN = 5_000;
const SIGN_IN_AGAIN = 4401;
const SILENCE = 25_000; // the server sends a beat every 10 s

/**
 * Connects and keeps connecting until `close()`.
 * `onState('lost')` comes within 3 s of a loss that the browser can see, after 25 s of silence otherwise.
 * @param {Follow} options
 * @returns {{close(): void}}
 */
export function follow({ topic, token, onSnapshot, onMessage, onState = () => {}, onSignedOut = () => {} }) {
  /** @type {WebSocket | undefined} */ let socket;
  /** @type {{epoch: string, seq: number} | undefined} */ let held;
  /** @type {'live' | 'lost' | undefined} */ let state;
  let wait = FIRST_WAIT;
  let ended = false;
  let hole = false; // whether the last connection ended in a hole
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */
  const timers = {};

  /** @param {string} name @param {number} delay @param {() => void} act */
  const later = (name, delay, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, delay);
  };
  /** @param {'live' | 'lost'} next */
  const tell = (next) => {
    clearTimeout(timers.grace);
    timers.grace = /** @type {any} */ (undefined);
    if (state === next) return;
    state = next;
    onState(next);
  };

  function address() {
    const url = new URL('/api/v1/live', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('topic', topic);
    if (token) url.searchParams.set('token', token);
    if (held) url.searchParams.set('since', `${held.epoch}:${held.seq}`);
    return url.href;
  }

  /** Gives the socket up; a silent one may take minutes to say that it closed, so it is not waited for. */
  function drop() {
    clearTimeout(timers.silence);
    const old = socket;
    socket = undefined;
    old?.close();
  }

  /** @param {number} delay */
  function reconnect(delay) {
    drop();
    if (ended) return;
    if (state !== 'lost' && timers.grace === undefined) timers.grace = setTimeout(() => tell('lost'), GRACE);
    later('connect', delay, connect);
  }

  function retry() {
    const delay = wait * (0.75 + Math.random() / 2);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    reconnect(Math.min(delay, LONGEST_WAIT));
  }

  function connect() {
    drop();
    clearTimeout(timers.connect);
    const own = new WebSocket(address());
    socket = own;
    later('silence', HELLO_WITHIN, retry);
    own.onclose = (event) => {
      if (own !== socket) return;
      retry();
      if (event.code === SIGN_IN_AGAIN) onSignedOut();
    };
    own.onmessage = (event) => {
      if (own !== socket) return;
      later('silence', SILENCE, () => {
        tell('lost');
        retry();
      });
      receive(JSON.parse(event.data));
    };
  }

  /** @param {any} message */
  function receive(message) {
    if (message.type === 'beat') return;
    if (message.type === 'hello') {
      greet(message);
      return;
    }
    if (!held || message.seq <= held.seq) return;
    if (message.prev > held.seq) {
      mend();
      return;
    }
    hole = false;
    wait = FIRST_WAIT;
    held.seq = message.seq;
    onMessage(message);
    if (message.type === 'office.changed') {
      held = undefined;
      reconnect(Math.random() * 300);
    }
  }

  /** A first hole is asked for at once; if the tail has a hole as well, a snapshot is asked for, without haste. */
  function mend() {
    if (!hole) {
      hole = true;
      reconnect(0);
      return;
    }
    held = undefined;
    retry();
  }

  /** @param {any} hello */
  function greet(hello) {
    if (!hole) wait = FIRST_WAIT;
    if (!(hello.recovered && held)) {
      held = { epoch: hello.epoch, seq: hello.seq };
      onSnapshot(hello.snapshot ?? {}, { ...held });
    }
    tell('live');
  }

  const goneOffline = () => {
    tell('lost');
    retry();
  };
  const backAgain = () => {
    if (state === 'lost' && !ended) connect();
  };
  addEventListener('offline', goneOffline);
  addEventListener('online', backAgain);
  connect();

  return {
    close() {
      ended = true;
      drop();
      Object.values(timers).forEach(clearTimeout);
      removeEventListener('offline', goneOffline);
      removeEventListener('online', backAgain);
    },
  };
}
