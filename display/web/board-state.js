// @ts-check
// What the board knows: a snapshot, and every message since. Pure, so that it can be tested without a browser.

/** @typedef {{id: string, en: string}} Text */
/** @typedef {{seq: number, number: string, service: string, counter: string, counterName: string, call: number, at: string}} Call */
/** @typedef {{id: string, letter: string, name: Text, waiting: number}} Service */
/** @typedef {{id: string, name: string, open: boolean, number?: string}} Counter */
/**
 * @typedef {object} State
 * @property {string} office
 * @property {string} day
 * @property {string} notice
 * @property {Call[]} calls latest first
 * @property {Service[]} services
 * @property {Counter[]} counters
 */

const KEPT = 12; // enough for the present call and three other numbers when each was called three times

/** @param {any} board schema Board @returns {State} */
export function fromSnapshot(board) {
  return {
    office: board.office,
    day: board.day,
    notice: board.notice ?? '',
    calls: board.calls ?? [],
    services: board.services ?? [],
    counters: board.counters ?? [],
  };
}

/** The state after a live message. @param {State} state @param {any} message @returns {State} */
export function apply(state, message) {
  const next = { ...state, services: count(state.services, message), counters: occupy(state.counters, message) };
  if (message.type === 'ticket.called') next.calls = [callOf(message), ...state.calls].slice(0, KEPT);
  return next;
}

/** @param {any} message of type ticket.called @returns {Call} */
export function callOf({ seq, number, service, counter, counterName, call, at }) {
  return { seq, number, service, counter, counterName, call, at };
}

/** One more waits where `to` is waiting, one fewer where `from` is. @param {Service[]} services @param {any} message */
function count(services, message) {
  const left = message.from === 'waiting' ? (message.fromService ?? message.service) : undefined;
  const joined = message.to === 'waiting' ? message.service : undefined;
  if (left === joined) return services;
  return services.map((service) => {
    const change = Number(service.id === joined) - Number(service.id === left);
    return change ? { ...service, waiting: Math.max(0, service.waiting + change) } : service;
  });
}

/** Which number is at which counter. @param {Counter[]} counters @param {any} message @returns {Counter[]} */
function occupy(counters, message) {
  if (message.type === 'counter.opened' || message.type === 'counter.closed') {
    const open = message.type === 'counter.opened';
    if (!counters.some(({ id }) => id === message.counter)) {
      return [...counters, { id: message.counter, name: message.counterName, open }];
    }
    return counters.map((counter) => (counter.id === message.counter ? { ...counter, open, number: undefined } : counter));
  }
  if (!message.number) return counters;
  const here = message.to === 'called' || message.to === 'serving';
  return counters.map((counter) => {
    if (here && counter.id === message.counter) return { ...counter, number: message.number };
    return counter.number === message.number ? { ...counter, number: undefined } : counter;
  });
}

/** The state in which a new day begins, until the server's own snapshot comes. @param {State} state @param {string} day */
export function newDay(state, day) {
  return {
    ...state,
    day,
    calls: [],
    services: state.services.map((service) => ({ ...service, waiting: 0 })),
    counters: state.counters.map((counter) => ({ ...counter, number: undefined })),
  };
}

/**
 * The calls of a later snapshot that were not seen, oldest first.
 * @param {State | undefined} before @param {State} after
 * @returns {Call[] | undefined} undefined where the two do not continue each other: another day, or a restored server
 */
export function missed(before, after) {
  if (!before || before.day !== after.day) return undefined;
  const newest = before.calls[0]?.seq ?? 0;
  if ((after.calls[0]?.seq ?? 0) < newest) return undefined;
  return after.calls.filter(({ seq }) => seq > newest).reverse();
}

/** The three numbers called before the present one, each once. @param {Call[]} shown latest first @returns {Call[]} */
export function recent(shown) {
  const seen = new Set(shown.slice(0, 1).map(({ number }) => number));
  return shown.filter(({ number }) => !seen.has(number) && seen.add(number)).slice(0, 3);
}
