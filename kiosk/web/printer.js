// @ts-check
/** @import {Model, PressAnswer} from './types.js' */

/** The states of the program's printer in which tickets come out, or nobody knows yet. */
const fine = ['ready', 'paper_low', 'not_taken', 'starting', ''];

/** Whether a printer's state keeps tickets from coming out. @param {string} state */
export const inTrouble = (state) => !fine.includes(state);

/** Whether a paper that did not come out can be had now. @param {Model} model */
export function mayPrintAgain({ answer, state, trouble }) {
  if (!answer || trouble || answer.again === false) return false;
  return ['failed', 'unknown'].includes(answer.paper) && ['ready', 'paper_low'].includes(state?.printer.state ?? '');
}

/** The word for each of the printer's states and of its failures. @type {Record<string, string>} */
const causes = {
  paper_out: 'paper_out', cover_open: 'cover_open', cutter: 'cutter', hot: 'hot', silent: 'silent',
  not_found: 'not_found', in_use: 'not_found', refused: 'not_found',
};

/**
 * Why there is no paper, as the end of a word's key; '' as long as there is, or may still be. While a paper is pending
 * on a printer that is in trouble, the trouble is what counts.
 * @param {PressAnswer} answer @param {string} printer
 */
export function noPaper({ paper, cause = '' }, printer) {
  if (paper === 'pending') return inTrouble(printer) ? causes[printer] ?? 'failed' : '';
  if (paper === 'unknown') return 'unknown';
  return paper === 'failed' ? causes[cause] ?? 'failed' : '';
}
