// @ts-check
// The activities of the SOP that happen at the counter, with their standard times in seconds.

/** @typedef {import('../types.js').Ticket} Ticket */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {'call' | 'enter' | 'print' | 'hand'} Activity */

/** In the row's order: enter 3; print 3 and check 1; photo, signatures and receipt 1 each. @type {readonly Activity[]} */
export const VISIT = Object.freeze(['enter', 'print', 'hand']);

/** @type {Readonly<Record<Activity, number>>} */
export const STANDARD = Object.freeze({ call: 60, enter: 180, print: 240, hand: 240 });

/**
 * The activity that runs now and since when.
 * @param {Ticket | undefined} ticket
 * @param {Draft | undefined} draft
 * @returns {{key: Activity, since: string | undefined, standard: number} | undefined}
 */
export function activity(ticket, draft) {
  if (!ticket) return undefined;
  /** @param {Activity} key @param {string | undefined} since */
  const made = (key, since) => ({ key, since, standard: STANDARD[key] });
  if (ticket.status === 'called') return made('call', ticket.calledAt);
  if (!draft?.card) return made('enter', ticket.servedAt);
  return draft.printedAt ? made('hand', draft.printedAt) : made('print', draft.issuedAt);
}
