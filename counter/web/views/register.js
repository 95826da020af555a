// @ts-check
// The Buku Register on the screen; printed, it is the paper book.
import { html, nothing } from '/assets/lit-html.js';
import { takes } from '../register.js';
import { longDay, t } from '../words.js';
import { t as form } from '../visit/words.js';
import { message } from './message.js';

/** @typedef {import('../controls.js').Controls} Controls */

/** @param {SubmitEvent} event @param {string} name */
const typed = (event, name) => String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get(name));

/** @param {Controls} controls */
export function register(controls) {
  const { app, register: control } = controls;
  const { session, office, busy } = app.state;
  const { text, from, to, entries, next, more } = /** @type {import('../register.js').Register} */ (app.state.register);
  const submit = (/** @type {(event: SubmitEvent) => void} */ work) => (/** @type {SubmitEvent} */ event) => { event.preventDefault(); work(event); };
  return html`
    <main class="register">
      <div class="register-head">
        <h1 tabindex="-1">${t('register')}</h1>
        <button class="button" data-testid="register-close" @click=${() => control.close()}>${t('register.close')} <kbd class="key">Esc</kbd></button>
      </div>
      ${message(controls)}
      <div class="register-ask">
        <form role="search" @submit=${submit((event) => control.find(typed(event, 'text')))}>
          <label for="register-text">${t('register.find')}</label>
          <input id="register-text" name="text" data-testid="register-text" required minlength="3" autocomplete="off" spellcheck="false">
          <button class="button primary" data-testid="register-go" ?disabled=${busy !== ''}>${t('register.go')}</button>
        </form>
        <form @submit=${submit((event) => control.days(typed(event, 'from'), typed(event, 'to')))}>
          <label>${t('register.from')} <input type="date" name="from" required .value=${from}></label>
          <label>${t('register.to')} <input type="date" name="to" required .value=${to}></label>
          <button class="button" data-testid="register-days" ?disabled=${busy !== ''}>${t('register.show')}</button>
        </form>
        <div class="register-take">
          <button class="button quiet" @click=${() => print()}>${t('register.print')}</button>
          ${takes(session) ? html`<a class="button quiet" data-testid="register-xlsx" href="/api/v1/register.xlsx?from=${from}&to=${to}">${t('register.xlsx')}</a>` : nothing}
        </div>
      </div>
      <h2 data-testid="register-what">${text ? t('register.found', { text, count: entries.length }) : t('register.span', { from: longDay(from), to: longDay(to) })}${more ? html` <small>${t('register.more-found')}</small>` : nothing}</h2>
      <p class="paper-only">${office?.name}</p>
      ${entries.length ? html`
        <table>
          <thead><tr>${['number', 'day', 'nik', 'name', 'sex', 'born', 'address', 'education', 'until', 'officer'].map((key) => html`<th scope="col">${t(`register.${key}`)}</th>`)}</tr></thead>
          <tbody>
            ${entries.map((entry) => html`
              <tr data-testid="entry-${entry.card.number}">
                <td class="figures">${entry.card.number}</td><td>${longDay(entry.card.issuedOn)}</td><td class="figures">${entry.nikMasked}</td><td><b>${entry.name}</b></td><td>${entry.sex}</td>
                <td>${entry.birthPlace}, ${longDay(entry.birthDate)}</td><td>${entry.address}</td><td>${entry.education ? form(`level.${entry.education}`) : '–'}</td><td>${longDay(entry.card.expiresOn)}</td><td>${entry.issuedBy ?? '–'}</td>
              </tr>`)}
          </tbody>
        </table>` : html`<p data-testid="register-empty">${t(text ? 'register.nothing' : 'register.empty')}</p>`}
      ${next ? html`<button class="button" data-testid="register-more" ?disabled=${busy !== ''} @click=${() => control.more()}>${t('register.next')}</button>` : nothing}
    </main>`;
}
