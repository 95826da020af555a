// @ts-check
import { html, nothing } from '/assets/lit-html.js';
import { t } from '../words.js';

/** The top line: where and who, the connection, leaving. @param {import('../controls.js').Controls} controls */
export function bar({ app, session, register, otherLanguage }) {
  const { desk, session: who, connection, view, hold } = app.state;
  return html`
    <header class="bar">
      <p class="place">${desk?.counter.name ?? app.state.office?.name ?? t('title')}</p>
      <div class="band" role="status">${view === 'desk' && connection === 'lost' ? html`<p data-testid="connection-lost">${t('lost')}</p>` : nothing}</div>
      <p class="who">${who?.name}</p>
      <button class="button quiet" data-testid="register" @click=${() => register.open()}>${t('register')}</button>
      <button class="button quiet" lang=${t('language') === 'English' ? 'en' : 'id'} @click=${otherLanguage}>${t('language')}</button>
      ${view === 'desk' ? html`<button class="button quiet" data-testid="leave-counter" ?disabled=${Boolean(desk?.ticket)} @click=${() => session.leave()}>${t('leave')}</button>` : nothing}
      <button class="button quiet ${hold === 'sign-out' ? 'held' : ''}" data-testid="sign-out" @click=${() => session.signOut()}>${t('sign-out')}</button>
    </header>`;
}
