// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { t } from '../words.js';
import { t as form } from '../visit/words.js';

/** @param {import('../app.js').State['notice']} notice */
function words(notice) {
  if (!notice) return '';
  const { key, values = {} } = notice;
  if (key === 'not-now') return t(key, { name: t(values.act) });
  return key in { 'form.incomplete': 1, 'row.removed': 1 } ? form(key, values) : t(key, values);
}

/** The one place where the page speaks; its room is always kept. @param {import('../controls.js').Controls} controls */
export function message({ app }) {
  const { problem, notice } = app.state;
  return html`
    <div class="message">
      <div role="alert">${problem ? html`<p class="problem" data-testid="problem">${problem.title}</p>` : nothing}</div>
      <div role="status">${notice && !problem ? html`
        <p class="notice" data-testid="notice">${words(notice)}
          ${notice.undo ? html`<button class="button quiet" data-testid="undo" @click=${() => { notice.undo?.(); app.change({ notice: undefined }); }}>${t('undo')}</button>` : nothing}
        </p>` : nothing}</div>
    </div>`;
}
