// @ts-check
// The clock of the present activity against the standard time of the SOP.

/** @typedef {'green' | 'amber' | 'red'} Level */

const LATE = 1.5; // from here on, times the standard, red

/**
 * Whole seconds since a moment, never negative.
 * @param {string | undefined} since RFC 3339
 * @param {number} now milliseconds, of the server's clock
 */
export function elapsed(since, now) {
  const start = Date.parse(since ?? '');
  return Number.isNaN(start) ? 0 : Math.max(0, Math.floor((now - start) / 1000));
}

/** Green within the standard, then amber, then red. @param {number} seconds @param {number} standard in seconds @returns {Level} */
export function level(seconds, standard) {
  if (seconds <= standard) return 'green';
  return seconds <= standard * LATE ? 'amber' : 'red';
}

/** "02:14", from an hour on "1:02:14". @param {number} seconds */
export function reading(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const short = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${short}`;
}
