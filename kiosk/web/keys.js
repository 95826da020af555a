// @ts-check
/** @import {Acts, Model} from './types.js' */

const TWICE = 1000; // ms: a key that is pressed again within this time was meant once, as in once.js

/**
 * The key panel beside the screen: 1–9 do what the cards do, 0 what the quiet button does, Enter goes on, Escape goes back.
 * @param {Model} model @param {Acts} acts
 */
export function listenToKeys(model, acts) {
  let last = { key: '', at: 0 };
  addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const again = event.key === last.key && event.timeStamp - last.at < TWICE;
    last = { key: event.key, at: event.timeStamp };
    const onButton = event.target instanceof HTMLElement && event.target.closest('button');
    if (event.key === 'Enter' && onButton) return; // the browser presses that button
    const act = meaning(event.key, model, acts);
    if (!act) return;
    event.preventDefault();
    if (!again) act();
  });
}

/** @param {string} key @param {Model} model @param {Acts} acts @returns {(() => void) | undefined} */
function meaning(key, model, acts) {
  switch (model.step) {
    case 'services': {
      if (key === '0') return acts.togglePriority;
      const service = /^[1-9]$/.test(key) ? model.state?.services[Number(key) - 1] : undefined;
      return service && (() => acts.choose(service));
    }
    case 'papers':
      return { Enter: acts.complete, 0: acts.missing, Escape: acts.back }[key];
    case 'missing':
      return { Enter: acts.back, Escape: acts.home }[key];
    case 'number':
      return { Enter: acts.home, Escape: acts.home }[key];
    case 'trouble':
      return { Enter: acts.retry, Escape: acts.home }[key];
  }
  return undefined;
}
