// @ts-check
import { html } from '/assets/lit-html.js';
import { signatures } from './signatures.js';
import { t } from '../words.js';

/** Nobody is at the counter. @param {import('../controls.js').Controls} controls */
export function idle(controls) {
  const { app } = controls;
  const { waiting } = /** @type {import('../types.js').Desk} */ (app.state.desk);
  return html`
    <div class="moment">
      <h1 tabindex="-1">${waiting > 0 ? t('idle.some', { count: waiting }) : t('idle.none')}</h1>
      <p>${waiting > 0 ? html`<kbd class="key">F2</kbd> ${t('idle.press')}` : t('idle.rest')}</p>
      ${signatures(controls)}
    </div>`;
}
