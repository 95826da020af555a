// @ts-check
// The running text. It does not crawl, which nobody with weak eyes can read and which never lets the eye rest:
// what does not fit in one line is shown in parts, each long enough to be read.

const EACH = 8_000;

/** @type {ReturnType<typeof setInterval> | undefined} */
let turning;

/**
 * Cuts a text between words into parts that fit.
 * @param {string} text @param {(part: string) => boolean} fits
 */
export function parts(text, fits) {
  /** @type {string[]} */
  const found = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && !fits(longer)) {
      found.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line ? [...found, line] : found;
}

/** @param {HTMLElement} element @param {string} text */
export function showNotice(element, text) {
  clearInterval(turning);
  const all = parts(text, (part) => {
    element.textContent = part;
    return element.scrollWidth <= element.clientWidth;
  });
  let index = 0;
  element.textContent = all[0] ?? '';
  if (all.length < 2) return;
  turning = setInterval(() => {
    index = (index + 1) % all.length;
    element.textContent = all[index];
  }, EACH);
}
