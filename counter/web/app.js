// @ts-check
// The page's state, in one place; every change draws the page once.

/** @typedef {import('./acts.js').Act} Act */
/**
 * @typedef {object} State
 * @property {'starting' | 'sign-in' | 'choose' | 'desk'} view
 * @property {import('./types.js').Session} [session]
 * @property {import('./types.js').Office} [office]
 * @property {import('./types.js').Service[]} services
 * @property {import('./types.js').Counter[]} counters
 * @property {import('./types.js').Desk} [desk]
 * @property {number} skew milliseconds that the server's clock is ahead of this one
 * @property {'live' | 'lost'} connection
 * @property {string} busy what runs now; one thing at a time
 * @property {{title: string, field?: string}} [problem]
 * @property {{key: string, values?: Record<string, string>, undo?: () => void}} [notice]
 * @property {'' | 'finish' | 'sign-out'} hold a lossy act that was asked for once
 * @property {'' | 'call-number' | 'transfer' | 'end'} tray
 * @property {import('./visit/draft.js').Draft} [draft] of the ticket being served
 * @property {string} [draftOf] its id
 * @property {boolean} correcting the form is open again although the card is issued
 * @property {Record<string, string>} refused what the server said of fields, by path
 * @property {import('./types.js').Visit} [visit] of the ticket being served
 * @property {boolean} askWrong the officer is asked what is wrong with the card
 * @property {import('./types.js').Visit[]} visits today's, for those who sign
 * @property {import('./register.js').Register} [register] the open Buku Register
 * @property {import('./types.js').Absence} [absence] of the placement officer
 * @property {number} printing counts how often the card was drawn anew
 * @property {number} [loaded] which of these the preview shows
 * @property {boolean} [printWhenLoaded] the card is to be printed as soon as it shows
 */

/** @typedef {ReturnType<typeof createApp>} App */

/** @type {State} */
const START = {
  view: 'starting', services: [], counters: [], skew: 0, connection: 'live', busy: '', hold: '', tray: '', correcting: false, refused: {}, askWrong: false, visits: [], printing: 0,
};

/**
 * @param {import('./source.js').Source} source
 * @param {() => void} draw
 */
export function createApp(source, draw) {
  /** @type {State} */
  const state = { ...START };
  let due = false;
  /** @type {string | undefined} */
  let wanted;

  const paint = () => {
    due = false;
    draw();
    const element = wanted && document.querySelector(wanted);
    if (element instanceof HTMLElement) element.focus();
    if (element || !state.busy) wanted = undefined; // a button may wait until the page is no longer busy
  };

  return {
    source,
    state,
    /** The server's time in milliseconds. */
    now: () => source.now() + state.skew,
    /** @param {Partial<State>} patch */
    change(patch) {
      Object.assign(state, patch);
      if (due) return;
      due = true;
      queueMicrotask(paint);
    },
    /** Puts the focus on an element after the next drawing. @param {string} selector */
    focus(selector) {
      wanted = selector;
      this.change({});
    },
    /** Shows a problem; a session that ended leads to signing in, where the draft waits in this tab. @param {unknown} error */
    fail(error) {
      const { title, field, status, fields = [] } = /** @type {any} */ (error);
      if (!title) throw error;
      /** @type {Record<string, string>} */
      const refused = {};
      for (const one of fields) refused[one.field] = one.title;
      if (field && !refused[field]) refused[field] = title;
      this.change({ problem: { title, field }, notice: undefined, refused });
      if (status === 401 && state.view !== 'sign-in') {
        this.change({ view: 'sign-in', register: undefined });
        this.focus('[name=user]');
      }
    },
    /** Runs one thing at a time; a problem is shown, never thrown. @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
    async run(name, work) {
      if (state.busy) return undefined;
      this.change({ busy: name, problem: undefined, notice: undefined, hold: '' });
      try {
        return await work();
      } catch (error) {
        this.fail(error);
        return undefined;
      } finally {
        this.change({ busy: '' });
      }
    },
  };
}
