// @ts-check
// The activities of the SOP that happen at the counter, with their standard times in seconds.

/** @typedef {import('../types.js').Ticket} Ticket */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {'call' | 'enter' | 'print' | 'hand'} Activity */

/** For a service without a procedure. In the row's order: enter 3; print 3 and check 1; photo, signatures and receipt 1 each. @type {readonly Activity[]} */
export const VISIT = Object.freeze(['enter', 'print', 'hand']);

/** @type {Readonly<Record<Activity, number>>} */
export const STANDARD = Object.freeze({ call: 60, enter: 180, print: 240, hand: 240 });

/**
 * The activity that runs now and since when: the visit's, or, where there is none, what ticket and card tell.
 * @param {Ticket | undefined} ticket
 * @param {Draft | undefined} draft
 * @param {import('../types.js').Visit} [visit]
 * @returns {{key: string, name?: import('../types.js').Text, since: string | undefined, standard: number} | undefined}
 */
export function activity(ticket, draft, visit) {
  if (!ticket) return undefined;
  if (visit) {
    const now = visit.activities.find(({ key }) => key === visit.due);
    return now && { key: now.key, name: now.name, since: visit.dueSince, standard: now.standard };
  }
  /** @param {Activity} key @param {string | undefined} since */
  const made = (key, since) => ({ key, since, standard: STANDARD[key] });
  if (ticket.status === 'called') return made('call', ticket.calledAt);
  if (!draft?.card) return made('enter', ticket.servedAt);
  return draft.printedAt ? made('hand', draft.printedAt) : made('print', draft.issuedAt);
}
