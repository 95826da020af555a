// @ts-check
import { html } from '/assets/lit-html.js';
import { bar } from './bar.js';
import { choose } from './choose.js';
import { idle } from './idle.js';
import { called } from './called.js';
import { message } from './message.js';
import { rail } from './rail.js';
import { register } from './register.js';
import { signIn } from './sign-in.js';
import { visit } from '../visit/visit.js';
import { t } from '../words.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** @param {Controls} controls */
function work(controls) {
  const { ticket } = /** @type {import('../types.js').Desk} */ (controls.app.state.desk);
  if (!ticket) return idle(controls);
  return ticket.status === 'called' ? called(controls) : visit(controls);
}

/** The whole page for the present state. @param {Controls} controls */
export function page(controls) {
  const { state } = controls.app;
  document.title = state.desk ? `${state.desk.ticket?.number ?? t('title')} · ${state.desk.counter.name}` : t('title');
  if (state.view === 'starting') return html`<main class="door"><p>${t('starting')}</p></main>`;
  if (state.view === 'sign-in') return signIn(controls);
  if (state.register) return html`${bar(controls)}${register(controls)}`;
  if (state.view === 'choose') return html`${bar(controls)}<main class="plain">${choose(controls)}${message(controls)}</main>`;
  return html`
    ${bar(controls)}
    <div class="desk">
      ${rail(controls)}
      <main>${message(controls)}${work(controls)}</main>
    </div>`;
}
