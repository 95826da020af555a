// @ts-check
// Calls come as fast as counters press; eyes need each for a moment. Every call is shown, in order, none is skipped.

/** @typedef {import('./board-state.js').Call} Call */

/** How long a call stays at least before the next takes its place. */
export const LEAST = 1_200;

/**
 * @param {(call: Call) => void} show
 * @param {{now?: () => number, later?: (act: () => void, delay: number) => any}} [time]
 */
export function callQueue(show, { now = () => performance.now(), later = setTimeout } = {}) {
  /** @type {Call[]} */
  let waiting = [];
  let free = -Infinity; // when the call on show has had its time
  let due = false;

  function next() {
    due = false;
    const call = waiting.shift();
    if (!call) return;
    free = now() + LEAST;
    show(call);
    arrange();
  }

  function arrange() {
    if (due || waiting.length === 0) return;
    const delay = free - now();
    if (delay <= 0) {
      next();
      return;
    }
    due = true;
    later(next, delay);
  }

  return {
    /** @param {Call} call */
    push(call) {
      waiting.push(call);
      arrange();
    },
    /** Forgets what was not shown: a new day. */
    clear() {
      waiting = [];
    },
  };
}
