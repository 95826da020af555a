// @ts-check
import { html, nothing, repeat, svg } from '/assets/lit-html.js';
import { once } from './once.js';
import { mayPrintAgain, noPaper } from './printer.js';
import { counted, minutes, t } from './words.js';
/** @import {Acts, Model, PressAnswer} from './types.js' */

/** How long the number stays, in seconds: longer where the screen is all that the person has. @param {PressAnswer} answer */
export const stays = (answer) => (answer.paper === 'printed' ? 20 : 60);

/** Step 3: the number. @param {Model} model @param {Acts} acts */
export function numberStep(model, acts) {
  const answer = model.answer;
  if (!answer) return nothing;
  return html`
    <div class="result">
      <h1 tabindex="-1">
        <span class="over">${t('number.yours', { queue: model.state?.queueWord ?? '' })}</span>
        <span class="digits" data-testid="number">${digits(answer.number)}</span>
      </h1>
      <div class="aside">
        ${answer.qr ? html`<img class="qr" src=${answer.qr} alt=${t('number.qr', { number: answer.number })}>` : nothing}
        <p class="scan">${t('number.scan')}</p>
      </div>
      <p class="ahead">${answer.offline ? t('number.unknown') : html`<strong>${counted('number.ahead', answer.ahead)}</strong> <span>${minutes(answer.estimatedWait)}</span>`}</p>
      ${paperState(answer, model)}
    </div>
    <div class="press choices">
      <button type="button" class="button" data-testid="back" @click=${once(acts.home)}>
        ${repeat([stays(answer)], String, ring)} ${t('done')} <kbd class="key" aria-hidden="true">1</kbd>
      </button>
      ${mayPrintAgain(model) ? html`
        <button type="button" class="button primary" data-testid="print-again" @click=${once(acts.printAgain)}>
          ${t('again')} <kbd class="key" aria-hidden="true">2</kbd>
        </button>` : nothing}
      <span class="visually-hidden">${t('number.returns', { seconds: stays(answer) })}</span>
    </div>`;
}

/** Text in a picture grows to whatever room the screen has. @param {string} number */
const digits = (number) => svg`
  <svg viewBox="0 0 ${number.length * 62} 82"><text x="50%" y="78" text-anchor="middle">${number}</text></svg>`;

/** Starts anew where the time changes. @param {number} seconds */
const ring = (seconds) => html`
  <svg class="ring" data-seconds=${seconds} viewBox="0 0 36 36" aria-hidden="true">
    <circle class="track" cx="18" cy="18" r="15.9"></circle>
    <circle class="left" cx="18" cy="18" r="15.9" pathLength="100"></circle>
  </svg>`;

/** What became of the paper. @param {PressAnswer} answer @param {Model} model */
function paperState(answer, { state, trouble }) {
  const { paper, copy, number } = answer;
  const cause = noPaper(answer, state?.printer.state ?? '');
  const [before, after] = t('paper.keeps').split('{number}');
  return html`
    <p class="paper-state ${cause ? 'bad' : ''}" role="status" data-testid="paper-state" data-paper=${paper}>${cause
      ? html`${t(`cause.${cause}`)} ${before}<span class="whole">${number}</span>${after} ${trouble ? trouble.title || t('again.failed') : nothing}`
      : t(paper === 'printed' && copy ? 'paper.copy' : `paper.${paper}`)}</p>`;
}
