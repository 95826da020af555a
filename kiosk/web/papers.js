// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { paperIcon } from './icons.js';
import { once } from './once.js';
import { t } from './words.js';
/** @import {Acts, Model, Paper} from './types.js' */

/** Step 2: is everything there? @param {Model} model @param {Acts} acts */
export const papersStep = (model, acts) => html`
  <p class="over">${t('papers.bring', { service: say(model.service?.name) })}</p>
  <h1 tabindex="-1">${t('papers.ask')}</h1>
  ${papers(model)}
  <div class="press choices">
    <button type="button" class="button primary" data-testid="papers-complete" @click=${once(acts.complete)}>
      ${t('papers.complete')} <kbd class="key" aria-hidden="true">1</kbd>
    </button>
    <button type="button" class="button" data-testid="papers-missing" @click=${once(acts.missing)}>
      ${t('papers.missing')} <kbd class="key" aria-hidden="true">2</kbd>
    </button>
    <button type="button" class="button quiet" data-testid="back" @click=${once(acts.back)}>
      ${t('back')} <kbd class="key" aria-hidden="true">3</kbd>
    </button>
  </div>`;

/** @param {Model} model */
const papers = (model) => html`
  <ul class="papers">${model.service?.papers.map(paper)}</ul>`;

/** @param {Paper} p */
const paper = (p) => html`
  <li class="paper">${paperIcon(p.key)}
    <span><strong>${say(p.name)}</strong>${p.note ? html`<span class="note">${say(p.note)}</span>` : nothing}</span>
  </li>`;

/** What to do where a paper is missing. @param {Model} model @param {Acts} acts */
export const missingStep = (model, acts) => html`
  <h1 tabindex="-1">${t('missing.title')}</h1>
  <p class="lead">${t('missing.what')}</p>
  <ol class="todo"><li>${t('missing.1')}</li><li>${t('missing.2')}</li><li>${t('missing.3')}</li></ol>
  <div class="press choices">
    <button type="button" class="button primary" data-testid="back" @click=${once(acts.back)}>
      ${t('missing.again')} <kbd class="key" aria-hidden="true">1</kbd>
    </button>
    <button type="button" class="button quiet" data-testid="home" @click=${once(acts.home)}>
      ${t('home')} <kbd class="key" aria-hidden="true">2</kbd>
    </button>
  </div>`;
