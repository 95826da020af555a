// @ts-check
// Which words say a ticket's state; phone.go of the server does the same for the page's first view.

/** @typedef {import('./ticket-state.js').Ticket} Ticket */

/** @type {Record<string, string>} */
let table = {};

/** Takes the page's words, which the server wrote into it. */
export function readWords() {
  table = JSON.parse(document.getElementById('words')?.textContent ?? '{}');
}

/** @param {string} key @param {Record<string, string | number>} [values] */
export const t = (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/** @param {Ticket} ticket */
export function headline(ticket) {
  if (ticket.status !== 'waiting') return t(ticket.status, { counter: ticket.counterName ?? '' });
  if (ticket.ahead === 0) return t('waitingNext');
  return ticket.ahead === 1 ? t('waitingOne') : t('waiting', { count: ticket.ahead });
}

/** @param {Ticket} ticket */
export function detail(ticket) {
  if (ticket.status !== 'waiting') {
    return t(`${ticket.status}Detail`, { counter: ticket.counterName ?? '', call: ticket.calls, limit: ticket.callLimit });
  }
  const { low, high } = ticket.estimatedWait;
  return high > 0 ? t('minutes', { low, high }) : t('minutesFew');
}

/** The phone's own clock, written as the page's language does. */
export function clock() {
  const now = new Date();
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, '0')).join(table.clockSeparator ?? ':');
}
