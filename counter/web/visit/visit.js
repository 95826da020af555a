// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { VISIT, STANDARD, activity } from './activity.js';
import { cardView } from './card.js';
import { form } from './form.js';
import { step } from './step.js';
import { t as words } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** The SOP's activities in a row, the present one marked. @param {Controls} controls */
function steps({ app: { state } }) {
  if (state.visit) {
    return html`
      <ol class="steps sop">
        ${state.visit.activities.map(({ key, name, standard, state: stands, round }) => html`
          <li class=${stands} data-activity=${key} aria-current=${key === state.visit?.due ? 'step' : 'false'}>
            <b>${say(name)}</b>${round > 1 ? html` <span class="round">${round}×</span>` : nothing}
            ${key === state.visit?.due ? html`<span>${words('standard.minutes', { minutes: standard / 60 })}</span>` : nothing}
          </li>`)}
      </ol>`;
  }
  const now = VISIT.findIndex((key) => key === activity(state.desk?.ticket, state.draft)?.key);
  return html`
    <ol class="steps">
      ${VISIT.map((key, i) => html`
        <li class=${i < now ? 'done' : ''} aria-current=${i === now ? 'step' : 'false'}>
          <b>${words(`activity.${key}`)}</b> <span>${words('standard.minutes', { minutes: STANDARD[key] / 60 })}</span>
        </li>`)}
    </ol>`;
}

/** The visit of the ticket being served. @param {Controls} controls */
export function visit(controls) {
  const { draft, correcting, visit: way } = controls.app.state;
  // A number that came from another counter brings its visit, but no entry.
  if (way && !draft?.card && !['submit', 'enter', 'print'].includes(way.due ?? '')) return html`${steps(controls)}<div class="moment">${step(controls)}</div>`;
  return html`${steps(controls)}${draft?.card && !correcting ? cardView(controls) : form(controls)}`;
}
