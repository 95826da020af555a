// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { calledOut } from '../acts.js';
import { withoutPaper } from './marks.js';
import { t } from '../words.js';

/** A number was called; its holder is on the way. @param {import('../controls.js').Controls} controls */
export function called({ app }) {
  const desk = /** @type {import('../types.js').Desk} */ (app.state.desk);
  const ticket = /** @type {import('../types.js').Ticket} */ (desk.ticket);
  const papers = app.state.services.find(({ id }) => id === ticket.service)?.papers ?? [];
  return html`
    <div class="moment">
      <h1 tabindex="-1">${t('called.title', { number: ticket.number, counter: desk.counter.name })}</h1>
      <p><kbd class="key">F4</kbd> ${t('called.come')}</p>
      <p>${calledOut(desk) ? t('called.out', { limit: ticket.callLimit }) : html`<kbd class="key">F3</kbd> ${t('called.again')}`}</p>
      ${ticket.priority ? html`<p class="remark">${t('called.priority')}</p>` : nothing}
      ${withoutPaper(ticket) ? html`<p class="remark">${t('called.no-paper')}</p>` : nothing}
      ${papers.length ? html`<h2>${t('called.papers')}</h2><ul>${papers.map(({ name, note }) => html`<li>${say(name)}${note ? html` <small>${say(note)}</small>` : nothing}</li>`)}</ul>` : nothing}
    </div>`;
}
