// @ts-check
import { mayPrintAgain } from './printer.js';
/** @import {Acts, Model} from './types.js' */

const TWICE = 1000; // ms: a key that is pressed again within this time was meant once, as in once.js

/**
 * The key panel beside the screen: 1–9 do what the buttons of the step do, in their order, and 7–9 what stands around
 * them as long as no service needs these keys. With a whole keyboard 0, Enter and Escape do it too.
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

/** The keys of what stands around a step. @type {Record<'first' | 'language' | 'priority', string>} */
const around = { first: '7', language: '8', priority: '9' };

/** The key of a part of the screen that is no step's button; '' where a service has it. @param {keyof typeof around} part @param {Model} model */
export function keyOf(part, model) {
  const services = model.step === 'services' ? (model.state?.services.length ?? 0) : 0;
  if (Number(around[part]) > services) return around[part];
  return part === 'priority' ? '0' : '';
}

/** The tool that has the key of the first: the voice where there is one. @param {Model} model @returns {'voice' | 'large'} */
export const firstTool = (model) => (model.state?.voice ? 'voice' : 'large');

/** @param {string} key @param {Model} model @param {Acts} acts @returns {(() => void) | undefined} */
function meaning(key, model, acts) {
  if (key === keyOf('first', model)) return () => acts.toggle(firstTool(model));
  if (key === keyOf('language', model)) return acts.toggleLanguage;
  if (model.step === 'services' && (key === '0' || key === keyOf('priority', model))) return acts.togglePriority;
  const { press, others } = buttons(model, acts);
  return others?.[key] ?? (/^[1-9]$/.test(key) ? press[Number(key) - 1] : undefined);
}

/**
 * The acts of a step's buttons in their order, and of the keyboard's other keys.
 * @param {Model} model @param {Acts} acts @returns {{press: (() => void)[], others?: Record<string, () => void>}}
 */
function buttons(model, acts) {
  switch (model.step) {
    case 'services':
      return { press: (model.state?.services ?? []).map((service) => () => acts.choose(service)) };
    case 'papers':
      return { press: [acts.complete, acts.missing, acts.back], others: { Enter: acts.complete, 0: acts.missing, Escape: acts.back } };
    case 'missing':
      return { press: [acts.back, acts.home], others: { Enter: acts.back, Escape: acts.home } };
    case 'number':
      return { press: mayPrintAgain(model) ? [acts.home, acts.printAgain] : [acts.home], others: { Enter: acts.home, Escape: acts.home } };
    case 'trouble':
      return { press: [acts.retry, acts.home], others: { Enter: acts.retry, Escape: acts.home } };
  }
  return { press: [] };
}
