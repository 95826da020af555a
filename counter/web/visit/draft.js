// @ts-check
// The entry form's content while it grows. Every function returns a new draft.
import { ASKED, KTP } from './fields.js';
import { plainNik } from './nik.js';
import { readDay, showDay } from './day.js';

/** @typedef {import('../types.js').NikFacts} NikFacts */
/** @typedef {import('../types.js').SeekerData} SeekerData */
/** @typedef {{level: string, school: string, major: string, year: string}} Row */
/** @typedef {{nik: string, region: string, warnings: {code: string, field: string, title: string}[], known?: {updatedAt: string, card?: import('../types.js').Card}}} Facts */
/**
 * @typedef {object} Draft
 * @property {string} nik
 * @property {Record<string, string>} values by field name, as typed
 * @property {Row[]} education
 * @property {Record<string, 'nik' | 'known'>} origin of values that nobody typed here
 * @property {Record<string, true>} seen fields that the officer went through
 * @property {Facts} [facts] what the server said of `facts.nik`
 * @property {string} [seeker] id of the person who has `facts.nik`
 * @property {import('../types.js').Card} [card] issued in this visit
 * @property {string} [issuedAt]
 * @property {string} [printedAt]
 * @property {string} [savedAt]
 */

const NAMES = [...KTP, ...ASKED].map(({ name }) => name);
/** @returns {Row} */
export const emptyRow = () => ({ level: '', school: '', major: '', year: '' });

/** @returns {Draft} */
export const emptyDraft = () => ({
  nik: '',
  values: Object.fromEntries(NAMES.map((name) => [name, ''])),
  education: [emptyRow()],
  origin: {},
  seen: {},
});

/** @param {Row} row */
export const blankRow = (row) => Object.values(row).every((text) => text.trim() === '');

/** Whether nothing was entered yet. @param {Draft} draft */
export const untouched = (draft) => draft.nik === '' && !draft.card && NAMES.every((name) => !draft.values[name]) && draft.education.every(blankRow);

/** @param {Draft} draft @param {string} typed @returns {Draft} */
export const withNik = (draft, typed) => ({ ...draft, nik: plainNik(typed) });

/** @param {Record<string, any>} origin @param {string} name */
function without(origin, name) {
  const { [name]: _, ...rest } = origin;
  return rest;
}

/** What the officer types is theirs from then on. @param {Draft} draft @param {string} path @param {string} text @returns {Draft} */
export function withField(draft, path, text) {
  const [, row, member] = /^education\.(\d+)\.(\w+)$/.exec(path) ?? [];
  if (member === undefined) {
    return { ...draft, values: { ...draft.values, [path]: text }, origin: without(draft.origin, path) };
  }
  const education = draft.education.map((old, i) => (i === Number(row) ? { ...old, [member]: text } : old));
  return { ...draft, education, origin: without(draft.origin, 'education') };
}

/** @param {Draft} draft @param {string} path @returns {Draft} */
export const withSeen = (draft, path) => (draft.seen[path] ? draft : { ...draft, seen: { ...draft.seen, [path]: true } });

/** @param {Draft} draft @returns {Draft} */
export const withRow = (draft) => ({ ...draft, education: [...draft.education, emptyRow()] });

/** The last row only becomes blank. @param {Draft} draft @param {number} index @returns {Draft} */
export function withoutRow(draft, index) {
  const education = draft.education.filter((_, i) => i !== index);
  return { ...draft, education: education.length ? education : [emptyRow()], origin: without(draft.origin, 'education') };
}

/**
 * Takes in what the server says of the draft's NIK. Typed values stay; what an earlier, other NIK had filled
 * in goes, and when that one belonged to a known person, all of that person goes.
 * @param {Draft} draft
 * @param {NikFacts} answer
 * @returns {Draft}
 */
export function withFacts(draft, answer) {
  const base = draft.facts && draft.facts.nik !== draft.nik ? forgotten(draft) : draft;
  const values = { ...base.values };
  const origin = { ...base.origin };
  /** @param {string} name @param {string | undefined} value @param {'nik' | 'known'} from */
  const fill = (name, value, from) => {
    if (!value || (values[name] && !origin[name])) return;
    values[name] = value;
    origin[name] = from;
  };
  fill('birthDate', showDay(answer.birthDate), 'nik');
  fill('sex', answer.sex, 'nik');
  let { education } = base;
  const data = answer.seeker?.data;
  if (data) {
    for (const name of NAMES) fill(name, name === 'birthDate' ? showDay(data.birthDate) : /** @type {any} */ (data)[name], 'known');
    if (data.education?.length && (education.every(blankRow) || origin.education)) {
      education = data.education.map(({ level, school, major = '', year }) => ({ level, school, major, year: year ? String(year) : '' }));
      origin.education = 'known';
    }
  }
  const { seeker } = answer;
  const known = seeker && { updatedAt: seeker.updatedAt, card: seeker.card };
  const facts = { nik: base.nik, region: answer.region ?? '', warnings: answer.warnings, known };
  return { ...base, values, origin, education, facts, seeker: seeker?.id };
}

/** @param {Draft} draft @returns {Draft} */
function forgotten(draft) {
  if (draft.facts?.known) return { ...emptyDraft(), nik: draft.nik };
  const values = { ...draft.values };
  for (const name of Object.keys(draft.origin)) values[name] = '';
  return { ...draft, values, origin: {}, facts: undefined, seeker: undefined };
}

/** The contract's SeekerData; empty members and blank rows are left out. @param {Draft} draft @returns {SeekerData} */
export function seekerData({ values, education }) {
  /** @type {Record<string, any>} */
  const data = {};
  for (const name of NAMES) {
    const text = values[name].trim().replace(name === 'experience' ? /[^\S\n]+/g : /\s+/g, ' ');
    if (text) data[name] = name === 'birthDate' ? readDay(text) : text;
  }
  data.education = education.filter((row) => !blankRow(row)).map(({ level, school, major, year }) => ({
    level,
    school: school.trim().replace(/\s+/g, ' '),
    ...(major.trim() && { major: major.trim().replace(/\s+/g, ' ') }),
    ...(year.trim() && { year: Number(year) }),
  }));
  return /** @type {SeekerData} */ (data);
}
