// @ts-check
// What the digits of a NIK say by themselves: place 6, DDMMYY with 40 added to a woman's day, serial 4.
import { readDay } from './day.js';

/** A NIK as it was typed or pasted, without the spaces, dots and dashes that people group it with. @param {string} typed */
export const plainNik = (typed) => typed.replace(/[\s.-]/g, '');

/**
 * @param {string} nik
 * @returns {{code: string, incomplete?: boolean} | undefined} the first thing that is wrong with it
 */
export function nikProblem(nik) {
  if (nik === '') return { code: 'field.required', incomplete: true };
  if (/[^0-9]/.test(nik)) return { code: 'nik.digits' };
  if (nik.length !== 16) return { code: 'nik.length', incomplete: nik.length < 16 };
  // A leap day is good in 2000 but not in 1900: the later century admits more, as on the server.
  if (!readDay(`${birth(nik).slice(0, 4)}20${nik.slice(10, 12)}`)) return { code: 'nik.date' };
  if (nik.endsWith('0000')) return { code: 'nik.serial' };
  return undefined;
}

/** @param {string} nik @returns {string} DDMMYY, without a woman's 40 */
function birth(nik) {
  const day = Number(nik.slice(6, 8));
  return String(day > 40 ? day - 40 : day).padStart(2, '0') + nik.slice(8, 12);
}

/** Whether a birth date agrees with the NIK, which has no century. @param {string} nik @param {string} iso */
export const sameBirth = (nik, iso) => birth(nik) === iso.slice(8, 10) + iso.slice(5, 7) + iso.slice(2, 4);

/** @param {string} nik @param {string} sex */
export const sameSex = (nik, sex) => (Number(nik.slice(6, 8)) > 40 ? 'P' : 'L') === sex;
