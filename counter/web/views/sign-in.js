// @ts-check
import { html } from '/assets/lit-html.js';
import { message } from './message.js';
import { t } from '../words.js';

/** @param {import('../controls.js').Controls} controls */
export function signIn(controls) {
  const { app, session, otherLanguage } = controls;
  const wrong = app.state.problem?.field;
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    session.signIn(String(data.get('user')).trim(), String(data.get('password')));
    /** @type {HTMLInputElement} */ (form.elements.namedItem('password')).value = '';
  };
  return html`
    <main class="door">
      <form class="card" @submit=${submit}>
        <h1>${t('title')}</h1>
        <p class="lead">${t('sign-in.lead')}</p>
        <label for="user">${t('user')}</label>
        <input id="user" name="user" data-testid="user" required autocomplete="username" autocapitalize="none" spellcheck="false" aria-invalid=${wrong === 'user'}>
        <label for="password">${t('password')}</label>
        <input id="password" name="password" type="password" data-testid="password" required autocomplete="current-password" aria-invalid=${wrong === 'password'}>
        <button class="button primary" data-testid="sign-in" ?disabled=${app.state.busy !== ''}>${t('sign-in')} <kbd class="key">Enter</kbd></button>
        ${message(controls)}
      </form>
      <button class="button quiet" lang=${t('language') === 'English' ? 'en' : 'id'} @click=${otherLanguage}>${t('language')}</button>
    </main>`;
}
