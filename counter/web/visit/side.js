// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { selector } from './entry.js';
import { t } from './words.js';
import { clockTime, longDay } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */
/** @typedef {import('./check.js').Fault} Fault */

/** @param {Fault} fault */
function label({ field: path }) {
  const [, row, member] = /^education\.(\d+)\.(\w+)$/.exec(path) ?? [];
  return member ? t('row.of', { member: t(member), row: Number(row) + 1 }) : t(path);
}

/** @param {Controls} controls */
function known({ app: { state } }) {
  const { draft } = state;
  if (!draft?.facts?.known || draft.facts.nik !== draft.nik) return nothing;
  const { updatedAt, card } = draft.facts.known;
  return html`
    <div class="known" data-testid="known-seeker">
      <h2>${t('known.title')}</h2>
      <p>${t('known.text', { date: longDay(updatedAt) })}</p>
      ${card ? html`<p>${t(`known.card.${card.status}`, { number: card.number, date: longDay(card.expiresOn) })}</p>` : nothing}
    </div>`;
}

/** What is missing, each leading to its field; then saving. @param {Controls} controls @param {Fault[]} faults */
export function side(controls, faults) {
  const { app, entry } = controls;
  const { office, busy, draft } = app.state;
  return html`
    <section class="side" aria-label=${t('missing')}>
      <div class="missing">
        <h2>${faults.length ? t('missing.count', { count: faults.length }) : html`<span class="complete">${t('complete')}</span>`}</h2>
        <ul class="leads">
          ${faults.map((fault) => html`
            <li><button type="button" class=${fault.incomplete ? '' : 'wrong'} data-testid="missing-${fault.field}" @click=${() => app.focus(selector(fault.field))}>${label(fault)}</button></li>`)}
        </ul>
      </div>
      ${known(controls)}
      <button class="button ${faults.length ? '' : 'primary'} issue" data-testid="issue-card" aria-keyshortcuts="Control+Enter" ?disabled=${busy !== ''} @click=${() => entry.issue()}>
        <kbd class="key">Ctrl+Enter</kbd><span>${t(draft?.card ? 'reissue' : 'issue')}</span>
      </button>
      ${draft?.card ? html`<button class="button quiet" data-testid="back-to-card" @click=${() => entry.backToCard()}><kbd class="key">Esc</kbd><span>${t('card.back')}</span></button>` : nothing}
      <p class="saved" data-testid="saved">${draft?.savedAt ? t('saved', { time: clockTime(draft.savedAt, office?.timezone) }) : t('not-saved')}</p>
    </section>`;
}
