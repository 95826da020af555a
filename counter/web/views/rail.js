// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { say } from '/assets/i18n.js';
import { ACTS, allowed, calledOut, leading } from '../acts.js';
import { elapsed, level, reading } from '../clock.js';
import { activity } from '../visit/activity.js';
import { marks } from './marks.js';
import { queue } from './queue.js';
import { tray } from './tray.js';
import { t } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */
/** @typedef {import('../types.js').Desk} Desk */

/** @param {Controls} controls @param {Desk} desk */
function clock({ app }, { ticket }) {
  const now = activity(ticket, app.state.draft, app.state.visit);
  if (!now) return html`<div class="clock"></div>`;
  const seconds = elapsed(now.since, app.now());
  const time = reading(seconds);
  return html`
    <div class="clock ${level(seconds, now.standard)}">
      <p><span class="activity">${now.name ? say(now.name) : t(`activity.${now.key}`)}</span> <span class="time" role="timer">${t('clock', { time, standard: reading(now.standard) })}</span></p>
      <progress max=${now.standard} .value=${Math.min(seconds, now.standard)} aria-hidden="true"></progress>
    </div>`;
}

/** @param {Controls} controls @param {Desk} desk */
function present(controls, desk) {
  const { ticket } = desk;
  const service = controls.app.state.services.find(({ id }) => id === ticket?.service);
  const status = ticket && (ticket.status === 'called' ? t('called', { calls: ticket.calls, limit: ticket.callLimit }) : t('serving'));
  return html`
    <section class="present ${ticket ? 'now' : ''}" aria-label=${t('present')}>
      <p class="number" data-testid="present-number">${ticket?.number ?? '–'}</p>
      <p class="marks">${ticket ? marks(ticket) : nothing}</p>
      <p class="status" data-testid="present-status" role="status">${status ?? t('none')}</p>
      <p class="service">${service ? say(service.name) : nothing}</p>
      ${clock(controls, desk)}
    </section>`;
}

/** @param {import('../acts.js').Act} act @param {Desk} desk */
function label(act, desk) {
  const { ticket } = desk;
  if (act === 'call-next' && calledOut(desk)) return t('call-next.after');
  if (act === 'recall' && ticket?.status === 'called') return t('recall.count', { calls: ticket.calls, limit: ticket.callLimit });
  return t(act);
}

/** The fixed left side: my number, what I can do, who waits. @param {Controls} controls */
export function rail(controls) {
  const { app, desk: control } = controls;
  const desk = /** @type {Desk} */ (app.state.desk);
  const can = allowed(desk);
  const lead = leading(desk, app.state.visit ? app.state.visit.missing.length === 0 : Boolean(app.state.draft?.printedAt));
  return html`
    <aside class="rail" aria-label=${desk.counter.name}>
      ${present(controls, desk)}
      <div class="acts" role="group" aria-label=${t('acts')} aria-busy=${app.state.busy !== ''}>
        ${ACTS.map(({ act, key }) => html`
          <button class="button ${act === lead ? 'primary' : ''} ${act === app.state.hold ? 'held' : ''}" data-testid=${act} aria-keyshortcuts=${key}
            ?disabled=${!can.has(act)} @click=${() => control.do(act)}>
            <kbd class="key">${key}</kbd><span>${label(act, desk)}</span>
          </button>`)}
      </div>
      ${app.state.tray ? tray(controls) : queue(controls)}
    </aside>`;
}
