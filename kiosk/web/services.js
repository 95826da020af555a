// @ts-check
import { html, nothing, repeat } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { keyOf } from './keys.js';
import { once } from './once.js';
import { check } from './icons.js';
import { counted, minutes, t } from './words.js';
/** @import {Acts, Model, Service} from './types.js' */

/** @param {Service} service */
const idOf = (service) => service.id;

/** Step 1: which service? @param {Model} model @param {Acts} acts */
export function servicesStep(model, acts) {
  const { online = false, offline = false, services = [] } = model.state ?? {};
  // What an absent server said last is not shown as if it held now.
  if (!online && !offline) return message(t('offline.title'), t('offline'), 'offline', 'bad');
  if (services.length === 0) return message(t('services.ask'), t('services.none'), 'empty');
  return html`
    <h1 tabindex="-1">${t(services.some(({ open }) => open) ? 'services.ask' : 'services.closed')}</h1>
    <ul class="services">
      ${repeat(services, idOf, (/** @type {Service} */ s, /** @type {number} */ i) => html`<li>${card(s, i + 1, model, acts)}</li>`)}
    </ul>`;
}

/** @param {string} title @param {string} words @param {string} name @param {string} [kind] */
const message = (title, words, name, kind = '') => html`
  <div class="alone">
    <h1 tabindex="-1">${title}</h1>
    <p class="lead ${kind}" role="alert" data-testid=${name}>${words}</p>
  </div>`;

/** @param {Service} service @param {number} key @param {Model} model @param {Acts} acts */
const card = (service, key, model, acts) => html`
  <button type="button" class="service" data-testid="service-${service.id}" ?disabled=${!service.open}
    @click=${once(() => acts.choose(service))}>
    <span class="letter" aria-hidden="true">${service.letter}</span>
    <span class="what"><strong>${say(service.name)}</strong><span class="line">${say(service.description)}</span></span>
    ${!service.open ? closed(service, model) : model.state?.offline ? nothing : wait(service)}
    ${key <= 9 ? html`<kbd class="key" aria-hidden="true">${key}</kbd>` : nothing}
  </button>`;

/** @param {Service} service */
const wait = (service) => html`
  <span class="wait">
    <strong>${counted('service.waiting', service.waiting)}</strong>
    <span>${service.countersOpen === 0 ? t('service.noCounter') : minutes(service.estimatedWait)}</span>
  </span>`;

/** @param {Service} service @param {Model} model */
const closed = ({ closedWords }, { state }) => html`
  <span class="wait closed"><strong>${t('service.closed')}</strong>
    <span class="why">${closedWords ? say(closedWords) : state?.offline ? t('service.noneHeld') : nothing}</span></span>`;

/** One quiet line until it is pressed. @param {Model} model @param {Acts} acts */
export const priority = (model, acts) => html`
  <button type="button" class="priority" data-testid="priority" aria-pressed=${String(model.priority)} @click=${acts.togglePriority}>
    ${model.priority
      ? html`${check}<span><strong>${t('priority.on')}</strong><span class="groups">${t('priority.for')}</span></span>`
      : html`<span>${t('priority.offer')}</span>`}
    <kbd class="key" aria-hidden="true">${keyOf('priority', model)}</kbd>
  </button>`;
