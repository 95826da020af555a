// @ts-check
// What the phone knows of its ticket: a snapshot, and every message since. Pure, so that it can be tested without a browser.

/** @typedef {{id: string, en: string}} Text */
/**
 * Schema FollowedTicket.
 * @typedef {object} Ticket
 * @property {string} number
 * @property {string} service
 * @property {Text} serviceName
 * @property {'waiting' | 'called' | 'serving' | 'parked' | 'no_show' | 'done'} status
 * @property {number} ahead
 * @property {string[]} aheadNumbers
 * @property {{low: number, high: number}} estimatedWait
 * @property {string} [counterName]
 * @property {number} calls
 * @property {number} callLimit
 * @property {string} office
 * @property {string} day
 */

/**
 * The ticket after a live message.
 * `ask` is set where the message does not say enough and the server must be asked; 500 phones must not ask at every call.
 * @param {Ticket} ticket @param {any} message
 * @returns {{ticket: Ticket, ask: boolean}}
 */
export function apply(ticket, message) {
  if (message.number === ticket.number) return own(ticket, message);
  if (ticket.status !== 'waiting') return { ticket, ask: false };
  if (message.type === 'counter.opened' || message.type === 'counter.closed') return { ticket, ask: true };
  const left = message.from === 'waiting' && ticket.aheadNumbers.includes(message.number);
  const joined = message.to === 'waiting' && message.service === ticket.service;
  return { ticket: left ? without(ticket, message.number) : ticket, ask: joined && !lastInLine(message) };
}

/** A new ticket without priority stands behind everybody; where any other joins, only the server knows, also where one that was given before is handed in. @param {any} message */
const lastInLine = (message) => message.type === 'ticket.issued' && !message.priority && !message.offline;

/** @param {Ticket} ticket @param {any} message */
function own(ticket, message) {
  if (message.to === 'waiting') return { ticket: { ...ticket, status: /** @type {const} */ ('waiting'), counterName: undefined }, ask: true };
  const atCounter = message.to === 'called' || message.to === 'serving';
  return {
    ticket: {
      ...ticket,
      status: message.to,
      counterName: atCounter ? message.counterName : undefined,
      calls: message.call ?? ticket.calls,
      ahead: 0,
      aheadNumbers: [],
    },
    ask: false,
  };
}

/** One fewer ahead; the range of minutes shrinks in proportion. @param {Ticket} ticket @param {string} number @returns {Ticket} */
function without(ticket, number) {
  const aheadNumbers = ticket.aheadNumbers.filter((ahead) => ahead !== number);
  const part = (aheadNumbers.length + 1) / (ticket.aheadNumbers.length + 1);
  const { low, high } = ticket.estimatedWait;
  return {
    ...ticket,
    aheadNumbers,
    ahead: aheadNumbers.length,
    estimatedWait: { low: Math.round(low * part), high: Math.round(high * part) },
  };
}
