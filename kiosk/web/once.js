// @ts-check

/**
 * A click that counts once: the second tap of a double tap would fall on whatever the next step shows there.
 * @param {() => void} act @returns {(event: MouseEvent) => void}
 */
export const once = (act) => (event) => {
  if (event.detail < 2) act();
};
