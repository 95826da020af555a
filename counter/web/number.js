// @ts-check

/**
 * A queue number as it was typed, in the form in which it is called: "a12", "A 12" and "A-012" are A-012.
 * Digits alone take the only letter that this counter serves.
 * @param {string} typed
 * @param {string[]} letters of this counter's services
 * @returns {string} '' when it cannot be a number
 */
export function queueNumber(typed, letters) {
  const match = /^([A-Za-z]{0,2})[\s.-]*(\d{1,4})$/.exec(typed.trim());
  if (!match) return '';
  const letter = match[1].toUpperCase() || (letters.length === 1 ? letters[0] : '');
  return letter ? `${letter}-${String(Number(match[2])).padStart(3, '0')}` : '';
}
