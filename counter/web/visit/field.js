// @ts-check
// One field of the form: its label, its control, and one line below that is always kept free for what is to be said.
import { html, live, nothing } from '/assets/lit-html.js';
import { CHOICES, LIMITS } from './fields.js';
import { t } from './words.js';

/** @typedef {import('../controls.js').Controls} Controls */
/** @typedef {import('./fields.js').Field} Field */
/** @typedef {{text: string, tone: 'wrong' | 'doubt' | 'hint'}} Remark */
/** @typedef {{path: string, label: string, name?: string, value: string, remark?: Remark, field: Field, locked?: boolean}} Shown */

/** @param {string} path */
export const remarkId = (path) => `remark-${path}`;

/** @param {string} path @param {Remark | undefined} remark */
export const remarkLine = (path, remark) => html`<p class="remark-line ${remark?.tone ?? ''}" id=${remarkId(path)}>${remark?.text}</p>`;

/** @param {Controls} controls @param {Shown} shown */
function control({ entry }, { path, name, value, remark, field, locked }) {
  const typed = (/** @type {Event} */ event) => entry.type(path, /** @type {HTMLInputElement} */ (event.target).value);
  const left = () => entry.leave(path);
  const invalid = remark?.tone === 'wrong';
  if (field.kind === 'choice') {
    const choices = /** @type {Record<string, string[]>} */ (CHOICES)[field.name];
    return html`
      <select id=${path} data-testid=${path} aria-label=${name ?? nothing} .value=${live(value)} aria-invalid=${invalid} aria-describedby=${remarkId(path)} aria-required=${field.required} @change=${typed} @blur=${left}>
        <option value="" ?selected=${value === ''}></option>
        ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === value}>${t(`${field.name}.${choice}`)}</option>`)}
      </select>`;
  }
  if (field.kind === 'long') {
    return html`<textarea id=${path} data-testid=${path} rows="3" .value=${live(value)} aria-invalid=${invalid} aria-describedby=${remarkId(path)} @input=${typed} @blur=${left}></textarea>`;
  }
  const digits = field.kind === 'day' || field.kind === 'phone' || field.name === 'year' || field.name === 'nik';
  const limit = /** @type {Record<string, number>} */ (LIMITS)[field.name];
  return html`
    <input id=${path} data-testid=${path} aria-label=${name ?? nothing} .value=${live(value)} ?readonly=${locked} autocomplete="off" spellcheck="false" inputmode=${digits ? 'numeric' : 'text'}
      maxlength=${limit ? limit * 2 : nothing} placeholder=${field.kind === 'day' ? t('birthDate.hint') : nothing}
      aria-invalid=${invalid} aria-describedby=${remarkId(path)} aria-required=${field.required} @input=${typed} @blur=${left}>`;
}

/** @param {Controls} controls @param {Shown} shown */
export const fieldView = (controls, shown) => html`
  <div class="field ${shown.field.name}">
    <label for=${shown.path}>${shown.label}${shown.field.required ? nothing : html` <small>${t('optional')}</small>`}</label>
    ${control(controls, shown)}
    ${remarkLine(shown.path, shown.remark)}
  </div>`;

/** A cell of a table: its column is its label. @param {Controls} controls @param {Shown} shown */
export const cellView = (controls, shown) => html`<td class=${shown.field.name}>${control(controls, shown)}${remarkLine(shown.path, shown.remark)}</td>`;
