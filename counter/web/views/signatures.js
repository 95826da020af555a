// @ts-check
// For those who sign: the cards that wait for a signature, and the placement officer's absence.
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { signs } from '../signatures.js';
import { due } from '../visit/walk.js';
import { clockTime, t } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** @param {Controls} controls */
function absence({ app, signatures }) {
  const { absence, office, busy } = app.state;
  if (!absence) return nothing;
  if (absence.absent) {
    return html`
      <p class="absent" data-testid="absent">${t('absent', { reason: absence.reason ?? '', deputy: absence.deputy ?? '', time: clockTime(absence.since ?? '', office?.timezone) })}</p>
      <button class="button" data-testid="present" ?disabled=${busy !== ''} @click=${() => signatures.present()}>${t('absent.back')}</button>`;
  }
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    signatures.absent(String(form.get('reason')), String(form.get('deputy')));
  };
  return html`
    <details>
      <summary data-testid="absence">${t('absent.mark')}</summary>
      <form @submit=${submit}>
        <label for="absence-reason">${t('absent.reason')}</label>
        <input id="absence-reason" name="reason" data-testid="absence-reason" required maxlength="200" autocomplete="off">
        <label for="absence-deputy">${t('absent.deputy')}</label>
        <select id="absence-deputy" name="deputy" required>${absence.deputies.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>
        <button class="button" data-testid="absence-go">${t('absent.go')}</button>
      </form>
    </details>`;
}

/** @param {Controls} controls */
export function signatures(controls) {
  const { session, visits, busy } = controls.app.state;
  if (!signs(session)) return nothing;
  const mine = visits.filter((visit) => visit.mine && due(visit)?.actor === 'placement_officer' && due(visit)?.optional === undefined);
  return html`
    <section class="signatures" aria-label=${t('signatures')}>
      <h2>${t('signatures')}</h2>
      ${mine.length ? html`
        <ul>${mine.map((visit) => html`
          <li>
            <button class="button primary" data-testid="sign-${visit.number}" ?disabled=${busy !== ''} @click=${() => controls.signatures.sign(visit)}>
              <b>${visit.number}</b> <span>${say(/** @type {any} */ (due(visit)).name)}</span>
            </button>
          </li>`)}</ul>` : html`<p>${t('signatures.none')}</p>`}
      ${absence(controls)}
    </section>`;
}
