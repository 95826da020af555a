// @ts-check
// The running text. It does not crawl, which nobody with weak eyes can read and which never lets the eye rest:
// what does not fit in one line is shown in parts, each long enough to be read.

const EACH = 8_000;

/** @type {ReturnType<typeof setInterval> | undefined} */
let turning;

/**
 * Cuts a text into parts that fit: between sentences where it can, else between words.
 * @param {string} text @param {(part: string) => boolean} fits
 * @returns {string[]}
 */
export function parts(text, fits) {
  const sentences = text.replace(/\s+/g, ' ').match(/\S.*?(?:[.!?](?= |$)|$)/g) ?? [];
  return pack(sentences.flatMap((sentence) => (fits(sentence) ? [sentence] : pack(sentence.split(' '), fits))), fits);
}

/** Joins pieces as long as they fit together. @param {string[]} pieces @param {(part: string) => boolean} fits */
function pack(pieces, fits) {
  /** @type {string[]} */
  const packed = [];
  for (const piece of pieces) {
    const last = packed.length - 1;
    if (last >= 0 && fits(`${packed[last]} ${piece}`)) packed[last] += ` ${piece}`;
    else packed.push(piece);
  }
  return packed;
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
