// @ts-check
// The present activity with what the officer can answer to it.
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { REASONS, due } from './walk.js';
import { t } from './words.js';

/** @typedef {import('../controls.js').Controls} Controls */
/** @typedef {import('../types.js').VisitActivity} VisitActivity */

/** @param {Controls} controls @param {string} label @param {string} digit @param {string} testid @param {() => void} press @param {boolean} [primary] */
const choice = ({ app }, label, digit, testid, press, primary) => html`
  <button class="button ${primary ? 'primary' : ''}" data-testid=${testid} data-digit=${digit} ?disabled=${app.state.busy !== ''} @click=${press}>
    <kbd class="key">${digit}</kbd><span>${label}</span>
  </button>`;

/** @param {Controls} controls */
const reasons = (controls) => html`
  <p class="ask">${t('wrong.ask')}</p>
  ${REASONS.map((reason, i) => choice(controls, t(`wrong.${reason}`), String(i + 1), `wrong-${reason}`, () => controls.walk.wrong(reason)))}
  <button class="button quiet" data-testid="not-wrong" @click=${() => controls.walk.askWrong(false)}>${t('wrong.none')} <kbd class="key">Esc</kbd></button>`;

/** @param {Controls} controls @param {VisitActivity} activity */
function answers(controls, activity) {
  const { app, walk } = controls;
  const { visit } = app.state;
  // The activities of one question follow each other: it is asked before the first.
  const before = visit?.activities[visit.activities.indexOf(activity) - 1];
  if (activity.optional && activity.optional.id !== before?.optional?.id && activity.state === 'due') {
    return html`
      <p class="ask">${say(activity.optional)}</p>
      ${choice(controls, t('step.no'), '1', 'step', () => walk.skip(), true)}
      ${visit?.mine ? choice(controls, t('step.yes'), '2', 'step-yes', () => walk.start()) : html`<p class="advice">${t(`step.by.${activity.actor}`)}</p>`}`;
  }
  if (!visit?.mine) return html`<p class="advice wait" data-testid="step-waits" tabindex="-1">${t(`step.wait.${activity.actor}`)}</p>`;
  if (activity.canBeWrong) {
    return html`
      ${choice(controls, t('step.right'), '1', 'step', () => walk.finish(), true)}
      ${choice(controls, t('step.wrong'), '2', 'step-wrong', () => walk.askWrong(true))}`;
  }
  return choice(controls, t('step.done'), '1', 'step', () => walk.finish(), true);
}

/** @param {Controls} controls */
export function step(controls) {
  const { visit, askWrong } = controls.app.state;
  const activity = due(visit);
  if (!visit) return nothing;
  if (!activity) return html`<p class="then"><kbd class="key">F8</kbd> ${t('finish')}</p>`;
  if (activity.key === 'print') return nothing; // the print button is its answer
  return html`
    <div class="step" role="group" aria-label=${say(activity.name)}>
      <h2 data-testid="step-name">${say(activity.name)}</h2>
      ${askWrong ? reasons(controls) : answers(controls, activity)}
    </div>
    ${visit.missing.length ? nothing : html`<p class="then"><kbd class="key">F8</kbd> ${t('finish')}</p>`}`;
}
