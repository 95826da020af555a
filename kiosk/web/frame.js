// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { language } from '/assets/i18n.js';
import { numberStep } from './number.js';
import { firstTool, keyOf } from './keys.js';
import { inTrouble } from './printer.js';
import { missingStep, papersStep } from './papers.js';
import { priority, servicesStep } from './services.js';
import { takingStep, troubleStep } from './trouble.js';
import { toolIcon } from './icons.js';
import { t } from './words.js';
/** @import {Acts, Model, Tool} from './types.js' */

const steps = {
  services: servicesStep, papers: papersStep, missing: missingStep,
  taking: takingStep, number: numberStep, trouble: troubleStep,
};

/** The whole screen: office and tools, the step's one question, what is wrong. @param {Model} model @param {Acts} acts */
export const frame = (model, acts) => html`
  <div class="frame" data-step=${model.step}>
    <header class="head">
      <p class="office"><strong>${model.state?.office?.name}</strong><span>${model.state?.office?.agency}</span></p>
      ${model.reach ? nothing : tools(model, acts)}
    </header>
    ${band(model)}
    <main class="stage">${model.state ? steps[model.step](model, acts) : html`<h1 tabindex="-1">${t('starting')}</h1>`}</main>
    ${foot(model, acts)}
  </div>`;

/** @param {Model} model @param {Acts} acts */
function foot(model, acts) {
  const { online = false, offline = false, services = [] } = model.state ?? {};
  const first = model.step === 'services' && (online || offline) && services.length > 0;
  if (!first && !model.reach) return nothing;
  return html`
    <footer class="foot">
      ${first ? priority(model, acts) : nothing}
      ${model.reach ? tools(model, acts) : nothing}
      ${tool('reach', model, acts)}
    </footer>`;
}

/** @param {Model} model @param {Acts} acts */
const tools = (model, acts) => html`
  <div class="tools" role="group" aria-label=${t('tools')}>
    ${model.state?.voice ? tool('voice', model, acts) : nothing}
    ${tool('large', model, acts)}
    ${tool('contrast', model, acts)}
    <button type="button" class="button tool" data-testid="language" lang=${language() === 'id' ? 'en' : 'id'} @click=${acts.toggleLanguage}>
      ${language() === 'id' ? 'English' : 'Indonesia'}${key(keyOf('language', model))}
    </button>
  </div>`;

/** @param {string} name */
const key = (name) => (name ? html`<kbd class="key" aria-hidden="true">${name}</kbd>` : nothing);

/** @param {Tool} name @param {Model} model @param {Acts} acts */
const tool = (name, model, acts) => html`
  <button type="button" class="button tool" data-testid=${name} aria-pressed=${String(model[name])}
    @click=${() => acts.toggle(name)}>
    ${toolIcon(name)}<span class=${name === 'reach' ? '' : 'visually-hidden'}>${t(`tool.${name}`)}</span>${name === firstTool(model) ? key(keyOf('first', model)) : nothing}
  </button>`;

/** What is wrong with the machine, if anything, before the person starts. @param {Model} model */
function band(model) {
  const { step, state } = model;
  if (!state || !['services', 'papers', 'missing'].includes(step)) return nothing;
  if (!state.online && !state.offline) return step === 'services' ? nothing : html`<p class="band bad" role="alert" data-testid="offline">${t('offline')}</p>`;
  const printer = state.printer.state;
  return html`
    ${state.offline && state.services.some(({ open }) => open) ? html`<p class="band calm" role="status" data-testid="held">${t('offline.held')}</p>` : nothing}
    ${inTrouble(printer) ? html`<p class="band" role="status" data-testid="printer-state">${t(printer === 'paper_out' ? 'printer.paper_out' : 'printer.other')}</p>` : nothing}`;
}
