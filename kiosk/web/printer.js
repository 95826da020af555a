// @ts-check

/** The states of the program's printer in which tickets come out, or nobody knows yet. */
const fine = ['ready', 'paper_low', 'not_taken', 'starting', ''];

/** Whether a printer's state keeps tickets from coming out. @param {string} state */
export const inTrouble = (state) => !fine.includes(state);
