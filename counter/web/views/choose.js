// @ts-check
import { html, nothing, repeat } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { t } from '../words.js';

/** @param {import('../controls.js').Controls} controls */
export function choose({ app, session }) {
  const { counters, services, busy } = app.state;
  const holder = (/** @type {import('../types.js').Counter} */ { open, staffName }) => {
    if (!open) return t('free');
    return staffName ? t('taken.by', { name: staffName }) : t('taken');
  };
  return html`
    <h1 tabindex="-1">${t('choose')}</h1>
    <p class="lead">${t('choose.lead')}</p>
    <ul class="counters">
      ${repeat(counters, ({ id }) => id, (counter, i) => html`
        <li>
          <button class="counter" data-testid="counter-${counter.id}" data-digit=${i < 9 ? i + 1 : nothing} ?disabled=${(counter.open && !counter.mine) || busy !== ''} @click=${() => session.take(counter.id)}>
            <span class="name">${counter.name}${i < 9 ? html`<kbd class="key">${i + 1}</kbd>` : nothing}</span>
            <span class="holder">${holder(counter)}</span>
            <span class="serves">${services.filter(({ id }) => counter.services.includes(id)).map(({ letter, name }) => html`<span><b>${letter}</b> ${say(name)}</span>`)}</span>
          </button>
        </li>`)}
    </ul>`;
}
