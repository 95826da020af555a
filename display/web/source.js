// @ts-check
import { follow } from '/assets/live.js';

/** @typedef {{onSnapshot: (board: any) => void, onMessage: (message: any) => void, onState: (state: 'live' | 'lost') => void}} Handlers */

/**
 * Where the board's data comes from: the live topic, or with `?screen=NAME` a canned state (demo only).
 * @param {Handlers} handlers
 * @returns {{close(): void}}
 */
export function open(handlers) {
  const name = new URLSearchParams(location.search).get('screen');
  const live = () => follow({ topic: 'board', ...handlers });
  if (!name) return live();
  import('./screens.js').then(({ play }) => play(name, handlers), live);
  return { close() {} };
}
