// @ts-check
// What is still wrong with a draft, by the contract's codes, so that the officer sees it before the server does.
import { ASKED, CHOICES, IJAZAH, KTP, LIMITS, rowPath } from './fields.js';
import { blankRow } from './draft.js';
import { nikProblem, sameBirth, sameSex } from './nik.js';
import { readDay, unfinishedDay } from './day.js';

/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./fields.js').Field} Field */
/** @typedef {{field: string, code: string, limit?: number, incomplete?: boolean}} Fault incomplete: more typing may mend it */

const OLDEST = 110; // years
const FIRST_YEAR = 1900; // of a graduation

/** @param {string} iso */
const yearOf = (iso) => Number(iso.slice(0, 4));

/**
 * @param {Field} field
 * @param {string} text
 * @param {string} today ISO
 * @returns {Omit<Fault, 'field'> | undefined}
 */
function fieldFault({ name, kind, required }, text, today) {
  if (text.trim() === '') return required ? { code: 'field.required', incomplete: true } : undefined;
  if (kind === 'choice') return /** @type {Record<string, string[]>} */ (CHOICES)[name].includes(text) ? undefined : { code: 'field.not_in_list' };
  if (kind === 'day') return dayFault(text, today);
  // A line break only belongs to the long text.
  if (/\p{Cc}/u.test(kind === 'long' ? text.replaceAll('\n', '') : text)) return { code: 'field.characters' };
  if (kind === 'phone' && /[^0-9+() -]/.test(text)) return { code: 'field.characters' };
  const limit = /** @type {Record<string, number>} */ (LIMITS)[name];
  return limit && [...text.trim()].length > limit ? { code: 'field.too_long', limit } : undefined;
}

/** @param {string} text @param {string} today */
function dayFault(text, today) {
  const iso = readDay(text);
  if (!iso) return { code: 'field.date', incomplete: unfinishedDay(text) };
  if (iso > today) return { code: 'field.date_future' };
  return yearOf(iso) < yearOf(today) - OLDEST ? { code: 'field.date_past' } : undefined;
}

/** @param {string} text @param {string} birthDate ISO or '' @param {string} today */
function yearFault(text, birthDate, today) {
  if (text.trim() === '') return undefined;
  if (!/^\d{4}$/.test(text.trim())) return { code: 'field.year', incomplete: /^\d{0,3}$/.test(text.trim()) };
  const year = Number(text);
  if (year < FIRST_YEAR || year > yearOf(today)) return { code: 'field.year' };
  return birthDate && year <= yearOf(birthDate) ? { code: 'field.year_birth' } : undefined;
}

/**
 * Everything that stands between the draft and a card, in the order of the form; at most one for each field.
 * @param {Draft} draft
 * @param {string} today ISO, the office's day
 * @returns {Fault[]}
 */
export function check(draft, today) {
  /** @type {Fault[]} */
  const faults = [];
  /** @param {string} field @param {Omit<Fault, 'field'> | undefined} fault */
  const add = (field, fault) => fault && faults.push({ field, ...fault });

  add('nik', nikProblem(draft.nik));
  for (const field of KTP) add(field.name, fieldFault(field, draft.values[field.name], today));
  const birthDate = readDay(draft.values.birthDate);
  draft.education.forEach((row, i) => {
    if (blankRow(row)) return;
    for (const field of IJAZAH) {
      const text = /** @type {Record<string, string>} */ (row)[field.name];
      add(rowPath(i, field.name), field.name === 'year' ? yearFault(text, birthDate, today) : fieldFault(field, text, today));
    }
  });
  for (const field of ASKED) add(field.name, fieldFault(field, draft.values[field.name], today));
  return faults;
}

/**
 * Doubts that stop nothing, by the contract's codes.
 * @param {Draft} draft
 * @returns {{field: string, code: string}[]}
 */
export function doubts({ nik, values }) {
  if (nikProblem(nik)) return [];
  const found = [];
  const iso = readDay(values.birthDate);
  if (iso && !sameBirth(nik, iso)) found.push({ field: 'birthDate', code: 'nik.birth_date_differs' });
  if (values.sex && !sameSex(nik, values.sex)) found.push({ field: 'sex', code: 'nik.sex_differs' });
  return found;
}
