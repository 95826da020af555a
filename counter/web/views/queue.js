// @ts-check
import { html, repeat } from '/assets/lit-html.js';
import { elapsed } from '../clock.js';
import { marks } from './marks.js';
import { t } from '../words.js';

/** @typedef {import('../types.js').Ticket} Ticket */

/**
 * @param {string} title
 * @param {string} name
 * @param {Ticket[]} tickets
 * @param {(ticket: Ticket) => unknown} act
 */
const list = (title, name, tickets, act) => html`
  <section class="aside-list" data-testid=${name}>
    <h2>${title} <span>${tickets.length || ''}</span></h2>
    ${tickets.length === 0 ? html`<p class="nobody">${t('nobody')}</p>` : html`
      <ul class="tickets">${repeat(tickets, (/** @type {Ticket} */ { id }) => id, (/** @type {Ticket} */ ticket) => html`<li><b>${ticket.number}</b><span class="marks">${marks(ticket)}</span>${act(ticket)}</li>`)}</ul>`}
  </section>`;

/** Who waits for this counter, who was set aside, who did not come. @param {import('../controls.js').Controls} controls */
export function queue({ app, desk: control }) {
  const desk = /** @type {import('../types.js').Desk} */ (app.state.desk);
  const minutes = (/** @type {Ticket} */ { issuedAt }) => Math.floor(elapsed(issuedAt, app.now()) / 60);
  return html`
    <div class="queue">
      <section class="next" aria-label=${t('next')}>
        <p class="count"><b data-testid="waiting-count">${desk.waiting}</b> ${t('waiting')}</p>
        ${desk.next.length === 0 ? html`<p class="nobody">${t('next.none')}</p>` : html`
          <ol class="tickets">${repeat(desk.next, (/** @type {Ticket} */ { id }) => id, (/** @type {Ticket} */ ticket) => html`
            <li><b>${ticket.number}</b><span class="marks">${marks(ticket)}</span><span class="waited">${t('waited', { minutes: minutes(ticket) })}</span></li>`)}</ol>`}
      </section>
      <div class="asides">
        ${list(t('parked'), 'parked', desk.parked, (ticket) => html`
          <button class="button" data-testid="call-${ticket.number}" aria-label=${t('call-it', { number: ticket.number })} ?disabled=${Boolean(desk.ticket)} @click=${() => control.callNumber(ticket.number)}>${t('parked.call')}</button>`)}
        ${list(t('no-shows'), 'no-shows', desk.noShows, (ticket) => html`
          <button class="button" data-testid="return-${ticket.number}" aria-label=${t('return-it', { number: ticket.number })} @click=${() => control.bringBack(ticket.id)}>${t('return')}</button>`)}
      </div>
    </div>`;
}
