// @ts-check
import { html, nothing, repeat } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { counterDigits } from '../number.js';
import { signatures } from './signatures.js';
import { t } from '../words.js';

/** @typedef {import('../types.js').Counter} Counter */

/** @param {import('../controls.js').Controls} controls */
export function choose(controls) {
  const { app, session } = controls;
  const { counters, services, busy } = app.state;
  const digits = counterDigits(counters);
  const holder = (/** @type {Counter} */ { open, staffName }) => {
    if (!open) return t('free');
    return staffName ? t('taken.by', { name: staffName }) : t('taken');
  };
  return html`
    <h1 tabindex="-1">${t('choose')}</h1>
    <p class="lead">${t('choose.lead')}</p>
    <ul class="counters">
      ${repeat(counters, (/** @type {Counter} */ { id }) => id, (/** @type {Counter} */ counter, /** @type {number} */ i) => html`
        <li>
          <button class="counter" data-testid="counter-${counter.id}" data-digit=${digits[i] || nothing} ?disabled=${(counter.open && !counter.mine) || busy !== ''} @click=${() => session.take(counter.id)}>
            <span class="name">${counter.name}${digits[i] ? html`<kbd class="key">${digits[i]}</kbd>` : nothing}</span>
            <span class="holder">${holder(counter)}</span>
            <span class="serves">${services.filter(({ id }) => counter.services.includes(id)).map(({ letter, name }) => html`<span><b>${letter}</b> ${say(name)}</span>`)}</span>
          </button>
        </li>`)}
    </ul>
    ${signatures(controls)}`;
}
