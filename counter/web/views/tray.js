// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { unissued } from '../visit/entry.js';
import { ENDINGS } from '../visit/walk.js';
import { t } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** @param {Controls} controls */
const cancel = ({ desk }) => html`<button type="button" class="button quiet" data-testid="cancel" @click=${() => desk.show('')}>${t('cancel')} <kbd class="key">Esc</kbd></button>`;

/** @param {Controls} controls */
function callNumber(controls) {
  const { app, desk } = controls;
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    desk.callNumber(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('number')));
  };
  return html`
    <form class="tray" @submit=${submit}>
      <h2>${t('call-number.title')}</h2>
      <label for="wanted">${t('call-number.label')}</label>
      <input id="wanted" name="number" data-testid="call-number-input" required autocomplete="off" spellcheck="false" placeholder="A-012" aria-invalid=${app.state.problem?.field === 'number'}>
      <div class="choices"><button class="button primary" data-testid="call-number-go">${t('call-number.go')} <kbd class="key">Enter</kbd></button>${cancel(controls)}</div>
    </form>`;
}

/** @param {Controls} controls */
function transfer(controls) {
  const { app, desk } = controls;
  const ticket = app.state.desk?.ticket;
  const others = app.state.services.filter(({ id }) => id !== ticket?.service);
  return html`
    <div class="tray" role="group" aria-label=${t('transfer.title', { number: ticket?.number ?? '' })}>
      <h2>${t('transfer.title', { number: ticket?.number ?? '' })}</h2>
      <ul class="services">
        ${others.map((service, i) => html`<li><button class="button" data-testid="transfer-${service.id}" data-digit=${i + 1} @click=${() => desk.transfer(service.id)}><kbd class="key">${i + 1}</kbd><span>${service.letter} · ${say(service.name)}</span></button></li>`)}
      </ul>
      ${unissued(app.state) ? html`<p class="lost">${t('transfer.lost')}</p>` : nothing}
      ${cancel(controls)}
    </div>`;
}

/** The visit is not complete: why does it end? @param {Controls} controls */
function end(controls) {
  const { app, desk } = controls;
  const left = app.state.visit?.activities.filter(({ key }) => app.state.visit?.missing.includes(key)) ?? [];
  return html`
    <div class="tray" role="group" aria-label=${t('end.title', { number: app.state.desk?.ticket?.number ?? '' })}>
      <h2>${t('end.title', { number: app.state.desk?.ticket?.number ?? '' })}</h2>
      <p data-testid="end-missing">${t('end.missing', { activity: say(left[0]?.name ?? { id: '', en: '' }) })}</p>
      <ul class="services">
        ${ENDINGS.map((ending, i) => html`<li><button class="button" data-testid="end-${ending}" data-digit=${i + 1} @click=${() => desk.end(ending)}><kbd class="key">${i + 1}</kbd><span>${t(`end.${ending}`)}</span></button></li>`)}
      </ul>
      ${cancel(controls)}
    </div>`;
}

const TRAYS = { 'call-number': callNumber, transfer, end };

/** Takes the queue's room while a number, a service or an ending is chosen. @param {Controls} controls */
export const tray = (controls) => TRAYS[/** @type {keyof typeof TRAYS} */ (controls.app.state.tray)](controls);
