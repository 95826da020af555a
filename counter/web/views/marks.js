// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { t } from '../words.js';

/** @typedef {import('../types.js').Ticket} Ticket */

/** Whether the holder has no paper in hand. @param {Ticket} ticket */
export const withoutPaper = ({ paper }) => paper === 'failed' || paper === 'unknown';

/** What the officer should know of a ticket beside its number. @param {Ticket} ticket */
export const marks = (ticket) => html`
  ${ticket.priority ? html`<span class="mark priority">${t('priority')}</span>` : nothing}
  ${withoutPaper(ticket) ? html`<span class="mark no-paper">${t('no-paper')}</span>` : nothing}`;
