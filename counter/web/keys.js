// @ts-check
// The keyboard. No key of the browser is needed, and F-keys that it would use itself (F3, F6, F7, F10) never reach it.
import { actOfKey } from './acts.js';

/** @typedef {import('./controls.js').Controls} Controls */

/** Presses the choice that shows this digit, where choices are offered. @param {string} key */
function choose(key) {
  const choice = /^[1-9]$/.test(key) && document.querySelector(`[data-digit="${key}"]:not([disabled])`);
  if (choice instanceof HTMLElement) choice.click();
  return Boolean(choice);
}

/** @param {Controls} controls @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
function press({ app, desk, entry, walk, register, print }, event) {
  const { state } = app;
  const typing = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
  if (!typing && choose(event.key)) return true;
  if (state.register) {
    if (event.key !== 'Escape') return false;
    register.close();
    return true;
  }
  if (state.view !== 'desk') return false;

  const act = actOfKey(event);
  if (act) {
    if (!event.repeat) desk.do(act);
    return true;
  }
  const { draft, correcting } = state;
  const card = draft?.card && !correcting;
  if (event.key === 'Escape') {
    if (state.tray) desk.show('');
    else if (state.askWrong) walk.askWrong(false);
    else if (state.hold) app.change({ hold: '', notice: undefined });
    else if (card && state.visit?.due === 'check') walk.askWrong(true);
    else if (card) entry.correct();
    else if (draft?.card) entry.backToCard();
    else return false;
    return true;
  }
  if (!event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false;
  if (event.key === 'Enter' && draft && !card) {
    entry.issue();
    return true;
  }
  if (event.key.toLowerCase() === 'p' && card) {
    print();
    return true;
  }
  return false;
}

/** @param {Controls} controls */
export function listen(controls) {
  addEventListener('keydown', (event) => {
    if (press(controls, event)) event.preventDefault();
  });
  // A click into the card's preview would take the keyboard with it.
  addEventListener('blur', () => setTimeout(() => {
    if (document.activeElement instanceof HTMLIFrameElement) controls.app.focus('[data-testid="print-card"]');
  }));
}
