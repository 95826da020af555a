// @ts-check
import { html } from '/assets/lit-html.js';
import { once } from './once.js';
import { t } from './words.js';
/** @import {Acts, Model} from './types.js' */

/** Between the press and its number. */
export const takingStep = () => html`<h1 tabindex="-1" role="status" class="taking">${t('taking')}</h1>`;

/** There is no number, and why; the words are the server's where it answered. @param {Model} model @param {Acts} acts */
export const troubleStep = (model, acts) => html`
  <h1 tabindex="-1">${t('trouble.title')}</h1>
  <p class="lead bad" role="alert" data-testid="trouble">${model.trouble?.title || t('trouble.network')}</p>
  <div class="press choices">
    <button type="button" class="button primary" data-testid="retry" @click=${once(acts.retry)}>
      ${t('trouble.retry')} <kbd class="key" aria-hidden="true">1</kbd>
    </button>
    <button type="button" class="button quiet" data-testid="back" @click=${once(acts.home)}>
      ${t('home')} <kbd class="key" aria-hidden="true">2</kbd>
    </button>
  </div>`;
