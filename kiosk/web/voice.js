// @ts-check
import { noPaper } from './printer.js';
/** @import {Language, Model} from './types.js' */

/** The clips of what a step says, in their order. Their words are the page's (voice/clips.json). @param {Model} model @returns {string[]} */
export function spoken(model) {
  const { state, answer } = model;
  switch (model.step) {
    case 'services':
      if (!state?.online && !state?.offline) return ['offline'];
      if (!state.services.some(({ open }) => open)) return ['closed'];
      return model.priority ? ['priority', 'choose'] : ['choose'];
    case 'papers':
      return ['papers'];
    case 'missing':
      return ['missing'];
    case 'trouble':
      return ['trouble'];
    case 'number': {
      if (!answer) return [];
      const number = ['number', ...answer.number.replace(/[^A-Z0-9]/g, '')];
      const cause = noPaper(answer, state?.printer.state ?? '');
      if (cause) return [cause, ...number, 'keeps'];
      return answer.paper === 'printed' ? [...number, answer.copy ? 'copy' : 'take'] : number;
    }
  }
  return [];
}

const player = new Audio();
/** @type {string[]} */
let queue = [];
let last = '';

player.addEventListener('ended', () => {
  const next = queue.shift();
  if (next) play(next);
});

/** @param {string} address */
function play(address) {
  player.src = address;
  player.play().catch(() => { queue = []; }); // a machine without a loudspeaker shows all of it
}

/** Says clips one after the other, in place of what is being said; the same ones not again. @param {string[]} clips @param {Language} language */
export function speak(clips, language) {
  const words = `${language} ${clips.join(' ')}`;
  if (words === last) return;
  hush();
  last = words;
  const [first, ...rest] = clips.map((clip) => `voice/${language}/${clip}.ogg`);
  queue = rest;
  if (first) play(first);
}

/** Is silent, and ready to say anything anew. */
export function hush() {
  queue = [];
  last = '';
  player.pause();
}
