// @ts-check
// All that the page asks of the server. screens.js puts canned answers in its place.
import { api } from '/assets/api.js';
import { follow } from '/assets/live.js';

/** @typedef {import('./types.js').Desk} Desk */
/** @typedef {{onFresh: () => void, onChange: () => void, onState: (state: 'live' | 'lost') => void}} Listeners */

const counter = (/** @type {string} */ id) => `/counters/${encodeURIComponent(id)}`;
const visit = (/** @type {string} */ id) => `/visits/${encodeURIComponent(id)}`;
const seeker = (/** @type {string} */ id) => `/seekers/${encodeURIComponent(id)}`;

export const server = {
  now: () => Date.now(),

  /** @returns {Promise<import('./types.js').Session>} */
  session: () => api.get('/session'),
  /** @param {string} user @param {string} password @returns {Promise<import('./types.js').Session>} */
  signIn: (user, password) => api.post('/session', { user, password }),
  signOut: () => api.delete('/session'),

  /** @returns {Promise<import('./types.js').Office>} */
  office: () => api.get('/office'),
  /** @returns {Promise<import('./types.js').Service[]>} */
  services: () => api.get('/services'),
  /** @returns {Promise<import('./types.js').Counter[]>} */
  counters: () => api.get('/counters'),

  /** @param {string} id @returns {Promise<Desk>} */
  desk: (id) => api.get(counter(id)),
  /** @param {string} id @returns {Promise<import('./types.js').Counter>} */
  open: (id) => api.post(`${counter(id)}/open`),
  /** @param {string} id */
  close: (id) => api.post(`${counter(id)}/close`),
  /** @param {string} id @param {string} act as the contract's path says it @param {object} [body] @returns {Promise<import('./types.js').Ticket>} */
  act: (id, act, body) => api.post(`${counter(id)}/${act}`, body),
  /** @param {string} ticket */
  returnTicket: (ticket) => api.post(`/tickets/${encodeURIComponent(ticket)}/return`),

  /** @param {string} nik @returns {Promise<import('./types.js').NikFacts>} */
  lookUp: (nik) => api.post('/seekers/lookup', { nik }),
  /** @param {string} nik @param {object} data @returns {Promise<import('./types.js').Seeker>} */
  register: (nik, data) => api.post('/seekers', { nik, data }),
  /** @param {string} id @param {object} data @returns {Promise<import('./types.js').Seeker>} */
  update: (id, data) => api.put(seeker(id), data),
  /** @param {string} id of the seeker @param {string} ticket @returns {Promise<import('./types.js').Card>} */
  issue: (id, ticket) => api.post('/cards', { seeker: id, ticket }),

  /** @param {string} ticket @returns {Promise<import('./types.js').Visit>} */
  openVisit: (ticket) => api.post('/visits', { ticket }),
  /** @returns {Promise<import('./types.js').Visit[]>} */
  visits: () => api.get('/visits'),
  /** @param {string} id @returns {Promise<import('./types.js').Visit>} */
  visit: (id) => api.get(visit(id)),
  /** @param {string} id @param {string} seeker @returns {Promise<import('./types.js').Visit>} */
  visitSeeker: (id, seeker) => api.put(`${visit(id)}/seeker`, { seeker }),
  /** @param {string} id @param {string} verb start, finish, skip or end @param {object} body @returns {Promise<import('./types.js').Visit>} */
  visitStep: (id, verb, body) => api.post(`${visit(id)}/${verb}`, body),
  /** @param {string} id @returns {Promise<{draft?: string}>} */
  draft: (id) => api.get(`${visit(id)}/draft`),
  /** @param {string} id @param {string} draft @returns {Promise<{savedAt: string}>} */
  saveDraft: (id, draft) => api.put(`${visit(id)}/draft`, { draft }),
  /** @returns {Promise<import('./types.js').Absence>} */
  absence: () => api.get('/absence'),
  /** @param {string} reason @param {string} deputy */
  markAbsent: (reason, deputy) => api.put('/absence', { reason, deputy }),
  markPresent: () => api.delete('/absence'),

  /** @param {string} from @param {string} to @param {string} [after] @returns {Promise<{entries: import('./types.js').RegisterEntry[], next?: string}>} */
  readRegister: (from, to, after) => api.get(`/register?${new URLSearchParams({ from, to, ...(after && { after }) })}`),
  /** @param {string} text @returns {Promise<{entries: import('./types.js').RegisterEntry[], more: boolean}>} */
  findRegister: (text) => api.post('/register-searches', { text }),

  /** @param {string} card */
  pdf: (card) => `/api/v1/cards/${encodeURIComponent(card)}/pdf`,

  /** Tells of every change of the queue; `onFresh` when everything may have changed. @param {Listeners} listeners @returns {{close(): void}} */
  follow: ({ onFresh, onChange, onState }) => follow({
    topic: 'desk',
    onSnapshot() {
      onFresh();
      onChange();
    },
    onMessage: onChange,
    onState,
    onSignedOut: onChange, // what it asks for is refused, and the page has the officer sign in
  }),
};

/** @typedef {typeof server} Source */
