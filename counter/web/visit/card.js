// @ts-check
import { html, nothing, repeat } from '/assets/lit-html.js';
import { longDay } from '../words.js';
import { step } from './step.js';
import { t } from './words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** A card that cannot be printed comes as a problem instead of a PDF. @param {Controls} controls @param {Event} event */
function loaded({ app, entry, print }, event) {
  const shown = /** @type {HTMLIFrameElement} */ (event.target).contentDocument;
  if (!shown?.contentType.endsWith('json')) {
    app.change({ loaded: app.state.printing });
    if (app.state.printWhenLoaded) print();
    return;
  }
  const problem = JSON.parse(shown.body.textContent ?? '');
  // The frame asked in the browser's language, not in the page's.
  entry.unprintable({ ...problem, title: t(problem.code) === problem.code ? problem.title : t(problem.code) });
}

/** The issued card, seen before it is printed. @param {Controls} controls */
export function cardView(controls) {
  const { app, entry, print } = controls;
  const { draft, printing, visit, askWrong } = app.state;
  const card = /** @type {import('../types.js').Card} */ (draft?.card);
  const pdf = app.source.pdf(card.id);
  const view = `${pdf}#toolbar=0&navpanes=0&view=Fit`;
  const printed = Boolean(draft?.printedAt);
  return html`
    <div class="issued">
      ${repeat([printing], (/** @type {number} */ n) => n, () => html`<iframe src=${view} title=${t('card.preview')} tabindex="-1" @load=${(/** @type {Event} */ event) => loaded(controls, event)}></iframe>`)}
      <section class="side" aria-label=${t('card.title')}>
        <h1 tabindex="-1">${t('card.title')}</h1>
        ${askWrong ? nothing : html`<dl>
          <dt>${t('card.number')}</dt><dd class="card-number" data-testid="card-number">${card.number}</dd>
          <dt>${t('name')}</dt><dd>${draft?.values.name}</dd>
          <dt>${t('card.valid')}</dt><dd>${t('card.range', { from: longDay(card.issuedOn), to: longDay(card.expiresOn) })}</dd>
        </dl>`}
        ${printed ? step(controls) : html`<p class="advice">${t('card.check')}</p>`}
        <button class="button ${printed ? '' : 'primary'}" data-testid="print-card" aria-keyshortcuts="Control+P" @click=${print}><kbd class="key">Ctrl+P</kbd><span>${t(printed ? 'print.again' : 'print')}</span></button>
        <button class="button" data-testid="correct" aria-keyshortcuts="Escape" @click=${() => entry.correct()}><kbd class="key">Esc</kbd><span>${t('correct')}</span></button>
        <a class="button quiet" data-testid="card-pdf-link" href=${pdf} target="_blank" rel="noopener">${t('open')}</a>
        ${printed && !visit ? html`<p class="advice">${t('card.next')}</p><p class="then"><kbd class="key">F8</kbd> ${t('finish')}</p>` : nothing}
      </section>
    </div>`;
}
