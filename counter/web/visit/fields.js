// @ts-check
// The entry form in the order of the papers on the desk. Names are the contract's (SeekerData).

/** Longest texts, in characters; the server has the last word. */
export const LIMITS = Object.freeze({ name: 100, birthPlace: 60, address: 250, phone: 20, experience: 1000, school: 120, major: 80 });

export const CHOICES = Object.freeze({
  sex: ['L', 'P'],
  marital: ['single', 'married', 'widower', 'widow'],
  religion: ['islam', 'catholic', 'protestant', 'hindu', 'buddhist', 'confucian', 'other'],
  level: ['sd', 'sltp', 'slta', 'd1', 'd2', 'd3', 'd4', 'akta', 'pt'],
});

/** @typedef {'text' | 'day' | 'choice' | 'long' | 'phone'} Kind */
/** @typedef {{name: string, kind: Kind, required: boolean}} Field */

/** From the ID card, in its order, after the NIK. @type {readonly Field[]} */
export const KTP = Object.freeze([
  { name: 'name', kind: 'text', required: true },
  { name: 'birthPlace', kind: 'text', required: true },
  { name: 'birthDate', kind: 'day', required: true },
  { name: 'sex', kind: 'choice', required: true },
  { name: 'address', kind: 'text', required: true },
  { name: 'religion', kind: 'choice', required: true },
  { name: 'marital', kind: 'choice', required: true },
]);

/** From the certificate: the members of one row of education. @type {readonly Field[]} */
export const IJAZAH = Object.freeze([
  { name: 'level', kind: 'choice', required: true },
  { name: 'school', kind: 'text', required: true },
  { name: 'major', kind: 'text', required: false },
  { name: 'year', kind: 'text', required: false },
]);

/** What no paper says. @type {readonly Field[]} */
export const ASKED = Object.freeze([
  { name: 'phone', kind: 'phone', required: false },
  { name: 'experience', kind: 'long', required: false },
]);

/** The path of a member of an education row, as problems and elements name it. @param {number} row @param {string} member */
export const rowPath = (row, member) => `education.${row}.${member}`;

/**
 * A server's name of a field as this form knows it: "data.education[0].school" is "education.0.school", the
 * whole of education is its first field. The card's own names ("Name", "Skills") come from printing.
 * @param {string} field
 */
export function ownPath(field) {
  const path = field.replace(/^data\./, '').replace(/\[(\d+)\]/g, '.$1').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  if (path === 'skills') return 'experience';
  return path === 'education' ? rowPath(0, 'level') : path;
}
