// @ts-check
// What the officer may do now, and by which key. Chromium keeps F1, F5, F11 and F12 for itself.

/** @typedef {import('./types.js').Desk} Desk */
/** @typedef {'call-next'|'recall'|'serve'|'no-show'|'call-number'|'finish'|'park'|'transfer'} Act */

/** All acts in the order of their keys. @type {readonly {act: Act, key: string}[]} */
export const ACTS = Object.freeze([
  { act: 'call-next', key: 'F2' },
  { act: 'recall', key: 'F3' },
  { act: 'serve', key: 'F4' },
  { act: 'no-show', key: 'F6' },
  { act: 'call-number', key: 'F7' },
  { act: 'finish', key: 'F8' },
  { act: 'park', key: 'F9' },
  { act: 'transfer', key: 'F10' },
]);

/** Whether the present number was called as often as the office allows. @param {Desk} desk */
export const calledOut = ({ ticket }) => ticket?.status === 'called' && ticket.calls >= ticket.callLimit;

/**
 * The acts that the desk's state allows; the server has the last word.
 * @param {Desk | undefined} desk
 * @returns {Set<Act>}
 */
export function allowed(desk) {
  /** @type {Set<Act>} */
  const acts = new Set();
  if (!desk) return acts;
  const { ticket, waiting } = desk;
  if (!ticket) {
    acts.add('call-number');
    if (waiting > 0) acts.add('call-next');
  } else if (ticket.status === 'called') {
    for (const act of /** @type {Act[]} */ (['serve', 'no-show'])) acts.add(act);
    if (!calledOut(desk)) for (const act of /** @type {Act[]} */ (['recall', 'park', 'transfer'])) acts.add(act);
    else if (waiting > 0) acts.add('call-next');
  } else if (ticket.status === 'serving') {
    for (const act of /** @type {Act[]} */ (['finish', 'park', 'transfer'])) acts.add(act);
  }
  return acts;
}

/**
 * The one act that the moment asks for. While something is left to do for it there is none: the visit leads.
 * @param {Desk | undefined} desk
 * @param {boolean} ready whether nothing is left to do for the present ticket
 * @returns {Act | undefined}
 */
export function leading(desk, ready) {
  if (!desk) return undefined;
  if (!desk.ticket) return desk.waiting > 0 ? 'call-next' : undefined;
  if (desk.ticket.status === 'serving') return ready ? 'finish' : undefined;
  if (!calledOut(desk)) return 'serve';
  return desk.waiting > 0 ? 'call-next' : 'no-show';
}

/**
 * The act of a key press; a key with a modifier belongs to the browser or the system (Alt+F4).
 * @param {{key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, shiftKey?: boolean}} press
 * @returns {Act | undefined}
 */
export function actOfKey(press) {
  if (press.ctrlKey || press.altKey || press.metaKey || press.shiftKey) return undefined;
  return ACTS.find(({ key }) => key === press.key)?.act;
}
