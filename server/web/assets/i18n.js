// @ts-check
// The page's language: ?lang= wins, then what was chosen before, then Indonesian.

/** @typedef {'id' | 'en'} Language */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Lookup */

const KEY = 'loket.language';

/** @param {string | null | undefined} value @returns {value is Language} */
const known = (value) => value === 'id' || value === 'en';

/** Some kiosk browsers forbid storage; the page must work all the same. */
function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @returns {Language} */
function initial() {
  const asked = new URLSearchParams(location.search).get('lang');
  if (known(asked)) return asked;
  const before = stored();
  return known(before) ? before : 'id';
}

/** @type {Language} */
let present = initial();
document.documentElement.lang = present;

/** The page's language now. @returns {Language} */
export const language = () => present;

/** Changes the page's language and remembers it. Pages draw themselves again afterwards. @param {Language} next */
export function setLanguage(next) {
  present = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Not remembered, but changed.
  }
}

/**
 * Makes the lookup of a page's words: `t('ahead', {count: 3})` fills `{count}`.
 * A word that is missing in one language falls back to Indonesian, then to its key.
 * @param {Record<Language, Record<string, string>>} table
 * @returns {Lookup}
 */
export function words(table) {
  return (key, values = {}) => {
    const text = table[present][key] ?? table.id[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

/** A `Text` of the contract in the page's language. @param {{id: string, en: string} | undefined} text */
export const say = (text) => (text ? text[present] || text.id : '');
