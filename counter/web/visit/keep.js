// @ts-check
// Drafts live in this tab's memory only (sessionStorage) and go when the visit or the session ends:
// nothing of a seeker lies around on an office computer.

/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>} Store */

const PREFIX = 'loket.draft/';
/** @param {string} user @param {string} ticket */
const keyOf = (user, ticket) => `${PREFIX}${encodeURIComponent(user)}/${ticket}`;

/** @param {Store} store @param {string} user @param {string} ticket @param {Draft} draft @returns {boolean} whether it is kept */
export function keep(store, user, ticket, draft) {
  try {
    store.setItem(keyOf(user, ticket), JSON.stringify(draft));
    return true;
  } catch {
    return false; // a full or forbidden storage must not stop the entry
  }
}

/** @param {Store} store @param {string} user @param {string} ticket @returns {Draft | undefined} */
export function kept(store, user, ticket) {
  try {
    return JSON.parse(store.getItem(keyOf(user, ticket)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Forgets every draft but this user's of these tickets; without arguments, all.
 * @param {Store} store
 * @param {string} [user]
 * @param {string[]} [tickets]
 */
export function forgetOthers(store, user = '', tickets = []) {
  const stay = new Set(tickets.map((ticket) => keyOf(user, ticket)));
  try {
    const keys = Array.from({ length: store.length }, (_, i) => store.key(i) ?? '');
    for (const key of keys) if (key.startsWith(PREFIX) && !stay.has(key)) store.removeItem(key);
  } catch {
    // A forbidden storage holds nothing.
  }
}
