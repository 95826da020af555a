// @ts-check
// Canned states of the phone page, for looking at them and for tests; served only in the demo. Open /t/{token}?screen=called.

/** @typedef {import('./source.js').Handlers} Handlers */

const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `A-${String(i + 100)}`);
const waiting = (/** @type {number} */ count) => ({
  number: 'A-012', service: 'ak1-baru', serviceName: { id: 'AK/I baru', en: 'New AK/I card' }, status: 'waiting', position: count + 1, ahead: count,
  aheadNumbers: numbers(count), estimatedWait: { low: count * 4, high: count * 7 + 5 }, calls: 0, callLimit: 3, office: 'Dinas Tenaga Kerja dan Transmigrasi',
  papers: [], day: '2026-11-23',
});
const at = (/** @type {string} */ status, calls = 1) => ({ ...waiting(0), status, calls, counterName: 'Loket 3' });

/** @type {Record<string, {ticket: any, state?: 'lost', messages?: any[]}>} */
export const screens = {
  normal: { ticket: waiting(4), messages: [{ type: 'ticket.called', number: 'A-100', service: 'ak1-baru', from: 'waiting', to: 'called' }] },
  next: { ticket: waiting(0) },
  crowd: { ticket: waiting(99) },
  called: { ticket: at('called') },
  recall: { ticket: at('called', 3) },
  serving: { ticket: at('serving') },
  parked: { ticket: at('parked') },
  'no-show': { ticket: at('no_show', 3) },
  done: { ticket: at('done') },
  offline: { ticket: waiting(4), state: 'lost' },
};

/** @param {string} name @param {Handlers} handlers */
export function play(name, handlers) {
  const screen = screens[name] ?? screens.normal;
  handlers.onSnapshot(screen.ticket);
  handlers.onState(screen.state ?? 'live');
  (screen.messages ?? []).forEach(handlers.onMessage);
}
