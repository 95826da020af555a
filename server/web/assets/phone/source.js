// @ts-check
import { follow } from '../live.js';

/** @typedef {{onSnapshot: (ticket: any) => void, onMessage: (message: any) => void, onState: (state: 'live' | 'lost') => void}} Handlers */

/**
 * Where the ticket's state comes from: the live topic, or with `?screen=NAME` a canned state (demo only).
 * @param {string} token @param {Handlers} handlers
 */
export function open(token, handlers) {
  const live = () => follow({ topic: 'ticket', token, ...handlers });
  const name = new URLSearchParams(location.search).get('screen');
  if (!name) {
    live();
    return;
  }
  import('./screens.js').then(({ play }) => play(name, handlers), live);
}
