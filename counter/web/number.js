// @ts-check

/**
 * The digit key of each counter: the one in its name ("Loket 3"), where that is a single digit and no other has it.
 * @param {{name: string}[]} counters
 * @returns {string[]} '' where there is none
 */
export function counterDigits(counters) {
  const digits = counters.map(({ name }) => /(?<!\d)[1-9]$/.exec(name)?.[0] ?? '');
  return digits.map((digit) => (digits.filter((other) => other === digit).length === 1 ? digit : ''));
}

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
