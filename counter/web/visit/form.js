// @ts-check
import { html } from '/assets/lit-html.js';
import { ASKED, KTP } from './fields.js';
import { check } from './check.js';
import { education } from './education.js';
import { fieldView } from './field.js';
import { remarks } from './remarks.js';
import { side } from './side.js';
import { t } from './words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** @type {import('./fields.js').Field} */
const NIK = { name: 'nik', kind: 'text', required: true };

/** Enter goes on; on the last row of education it adds one. @param {Controls} controls @param {KeyboardEvent} event */
function goOn({ entry }, event) {
  const field = /** @type {HTMLElement} */ (event.target);
  if (event.key !== 'Enter' || event.ctrlKey || event.isComposing || !field.matches('input, select')) return;
  event.preventDefault();
  if (field.dataset.testid && entry.startsRow(field.dataset.testid)) {
    entry.addRow();
    return;
  }
  const fields = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('input, select, textarea')];
  const next = entry.after(/** @type {string} */ (field.dataset.testid)) ?? fields[fields.indexOf(field) + 1];
  const element = typeof next === 'string' ? fields.find((one) => /** @type {HTMLElement} */ (one).dataset.testid === next) : next;
  if (element instanceof HTMLElement) element.focus();
  if (element instanceof HTMLInputElement) element.select();
}

/** A select that Enter has just reached must not open by the same press. @param {KeyboardEvent} event */
function keepClosed(event) {
  if (event.key === 'Enter' && event.target instanceof HTMLSelectElement) event.preventDefault();
}

/** One long page in the order of the papers. @param {Controls} controls */
export function form(controls) {
  const { state } = controls.app;
  const draft = /** @type {import('./draft.js').Draft} */ (state.draft);
  const faults = check(draft, state.desk?.now.slice(0, 10) ?? '');
  const refusals = Object.keys(state.refused).filter((path) => faults.every(({ field }) => field !== path)).map((field) => ({ field, code: '' }));
  const remark = remarks(draft, faults, state.refused);
  const shown = (/** @type {import('./fields.js').Field} */ field) =>
    fieldView(controls, { path: field.name, label: t(field.name), value: draft.values[field.name], remark: remark(field.name), field });
  return html`
    <div class="entry">
      <h1 class="visually-hidden">${t('form')}</h1>
      <form class="papers" autocomplete="off" aria-label=${t('form')} @submit=${(/** @type {Event} */ event) => event.preventDefault()} @keydown=${(/** @type {KeyboardEvent} */ event) => goOn(controls, event)} @keypress=${keepClosed}>
        <fieldset class="ktp">
          <legend>${t('ktp')}</legend>
          ${fieldView(controls, { path: 'nik', label: t('nik'), value: draft.nik, remark: remark('nik'), field: NIK, locked: Boolean(draft.card) })}
          ${KTP.map(shown)}
        </fieldset>
        <fieldset class="ijazah">
          <legend>${t('ijazah')}</legend>
          ${education(controls, draft, remark)}
        </fieldset>
        <fieldset class="asked">
          <legend>${t('asked')}</legend>
          ${ASKED.map(shown)}
        </fieldset>
      </form>
      ${side(controls, [...faults, ...refusals])}
    </div>`;
}
