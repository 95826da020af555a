// @ts-check

/** @typedef {{setTimeout: (act: () => void, delay: number) => any, now: () => number}} Timers */

/** @type {Timers} */
const browser = { setTimeout: (act, delay) => setTimeout(act, delay), now: () => performance.now() };

/**
 * Runs `work` at once when asked, then at most once in `interval` milliseconds and never twice at a time.
 * Whatever is asked meanwhile leads to one more run, so the last state is always seen.
 * @param {() => Promise<unknown>} work its errors are its own business
 * @param {number} interval
 * @param {Timers} [timers]
 * @returns {() => void}
 */
export function throttle(work, interval, timers = browser) {
  let last = -Infinity;
  let running = false;
  let asked = false;
  let waiting = false;

  const start = async () => {
    waiting = false;
    asked = false;
    running = true;
    last = timers.now();
    try {
      await work();
    } finally {
      running = false;
      if (asked) ask();
    }
  };
  const ask = () => {
    asked = true;
    if (running || waiting) return;
    const rest = last + interval - timers.now();
    if (rest <= 0) {
      start();
      return;
    }
    waiting = true;
    timers.setTimeout(start, rest);
  };
  return ask;
}
