// @ts-check
// What is said below each field: first what is wrong, then what is doubtful, then what to compare.
import { doubts } from './check.js';
import { readDay } from './day.js';
import { t } from './words.js';
import { longDay } from '../words.js';

/** @typedef {import('./check.js').Fault} Fault */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./field.js').Remark} Remark */

/** What the NIK says, once the server has read it. @param {Draft} draft @returns {Remark} */
function reading({ nik, facts, values, card }) {
  if (card) return { text: t('nik.locked'), tone: 'hint' };
  if (facts?.nik !== nik) return { text: nik ? t('nik.count', { count: nik.length }) : '', tone: 'hint' };
  const doubt = facts.warnings.find(({ field }) => field === 'nik');
  if (doubt) return { text: doubt.title, tone: 'doubt' };
  const born = readDay(values.birthDate);
  return { text: t('check.nik', { date: born && longDay(born), sex: values.sex && t(`sex.${values.sex}`), region: facts.region || t('region.unknown') }), tone: 'hint' };
}

/**
 * @param {Draft} draft
 * @param {Fault[]} faults
 * @param {Record<string, string>} refused what the server said, by path
 * @returns {(path: string) => Remark | undefined}
 */
export function remarks(draft, faults, refused) {
  const doubtful = doubts(draft);
  const warnings = draft.facts?.nik === draft.nik ? draft.facts.warnings : [];
  return (path) => {
    const fault = faults.find(({ field }) => field === path);
    if (fault && (!fault.incomplete || draft.seen[path])) {
      return { text: t(fault.code, { limit: fault.limit ?? 0, count: draft.nik.length }), tone: 'wrong' };
    }
    if (refused[path]) return { text: refused[path], tone: 'wrong' };
    if (path === 'nik') return reading(draft);
    const doubt = doubtful.find(({ field }) => field === path);
    if (doubt) return { text: t(doubt.code), tone: 'doubt' };
    const warning = warnings.find(({ field, code }) => field === path && !code.endsWith('_differs'));
    if (warning) return { text: warning.title, tone: 'doubt' };
    const from = draft.origin[path.startsWith('education.0.level') ? 'education' : path];
    return from && !draft.seen[path] ? { text: t(`from.${from}`), tone: 'hint' } : undefined;
  };
}
