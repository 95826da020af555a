// @ts-check
// Dates as people write them here: day, month, year.

/** Whether an ISO day exists in the calendar. @param {string} iso */
function exists(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

/**
 * Reads "05-03-2001", "5/3/2001", "05032001" or "2001-03-05".
 * @param {string} typed
 * @returns {string} the ISO day, '' when it is none
 */
export function readDay(typed) {
  const text = typed.trim();
  const local = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const iso = local ? `${local[3]}-${local[2].padStart(2, '0')}-${local[1].padStart(2, '0')}` : text;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && exists(iso) ? iso : '';
}

/** Whether more characters could still make a day of it. @param {string} typed */
export const unfinishedDay = (typed) => typed.trim().replace(/[^0-9]/g, '').length < 8 && /^[\d\s./-]*$/.test(typed);

/** "05-03-2001", as the ID card prints it. @param {string} iso */
export const showDay = (iso) => (/^\d{4}-\d{2}-\d{2}$/.test(iso) ? iso.split('-').reverse().join('-') : iso);
