// @ts-check
// Signing in, taking a counter, leaving it, signing out.
import { forgetOthers } from './visit/keep.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app @param {import('./desk.js').DeskControl} desk @param {import('./signatures.js').SignaturesControl} signatures */
export function createSession(app, desk, signatures) {
  const { source, state } = app;

  /** @param {import('./types.js').Session} session */
  async function enter(session) {
    const [office, services] = await Promise.all([source.office(), source.services()]);
    app.change({ session, office, services, problem: undefined });
    await showCounters(session.counter);
  }

  /** @param {string} [held] */
  async function showCounters(held) {
    const counters = await source.counters();
    const mine = counters.find(({ id, mine, open }) => open && (mine || id === held));
    app.change({ counters });
    if (mine) {
      await desk.start(mine.id);
      return;
    }
    await signatures.load();
    app.change({ view: 'choose', desk: undefined });
    app.focus('.counters button:not([disabled])');
  }

  function showSignIn() {
    desk.stop();
    app.change({ view: 'sign-in', session: undefined, desk: undefined, register: undefined });
    app.focus('[name=user]');
  }

  return {
    /** On a return visit the cookie tells who is here. */
    async start() {
      try {
        await enter(await source.session());
      } catch (error) {
        showSignIn();
        if (/** @type {any} */ (error).status !== 401) app.fail(error);
      }
    },
    /** @param {string} user @param {string} password */
    async signIn(user, password) {
      await app.run('sign-in', async () => enter(await source.signIn(user, password)));
      if (state.problem) app.focus('[name=password]');
    },
    /** @param {string} id */
    take: (id) => app.run(`take-${id}`, async () => {
      try {
        await source.open(id);
      } catch (error) {
        app.change({ counters: await source.counters() });
        throw error;
      }
      await desk.start(id);
    }),
    leave: () => app.run('leave', async () => {
      await source.close(/** @type {any} */ (state.desk).counter.id);
      desk.stop();
      await showCounters();
    }),
    /** A held ticket or an unfinished form is named once before it is left behind. */
    async signOut() {
      if (state.desk?.ticket && state.hold !== 'sign-out') {
        app.change({ hold: 'sign-out', problem: undefined, notice: { key: 'hold.sign-out', values: { number: state.desk.ticket.number } } });
        return;
      }
      await app.run('sign-out', async () => {
        if (state.desk && !state.desk.ticket) await source.close(state.desk.counter.id);
        await source.signOut();
        forgetOthers(sessionStorage);
        showSignIn();
      });
    },
  };
}

/** @typedef {ReturnType<typeof createSession>} SessionControl */
