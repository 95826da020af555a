// @ts-check
// The Buku Register: this month in number order, or what a search finds.

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./types.js').RegisterEntry} RegisterEntry */
/**
 * @typedef {object} Register
 * @property {string} text what is sought; '' shows the days
 * @property {string} from ISO
 * @property {string} to ISO
 * @property {RegisterEntry[]} entries
 * @property {string} [next] where the next page of the days begins
 * @property {boolean} [more] the search found more than it shows
 */

/** The first and the last day of an ISO day's month. @param {string} day @returns {{from: string, to: string}} */
export function monthOf(day) {
  const [year, month] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const of = (/** @type {number} */ date) => `${day.slice(0, 8)}${String(date).padStart(2, '0')}`;
  return { from: of(1), to: of(last) };
}

/** Who may take the spreadsheet. @param {import('./types.js').Session | undefined} session */
export const takes = (session) => ['placement_officer', 'section_head'].some((role) => session?.roles.includes(role));

/** @param {App} app */
export function createRegister(app) {
  const { source, state } = app;
  const shown = () => /** @type {Register} */ (state.register);
  /** @param {Partial<Register>} patch */
  const change = (patch) => app.change({ register: { ...shown(), ...patch } });

  return {
    open: () => app.run('register', async () => {
      const days = monthOf(new Date(app.now()).toLocaleDateString('sv-SE', { timeZone: state.office?.timezone }));
      const page = await source.readRegister(days.from, days.to);
      app.change({ register: { text: '', ...days, ...page } });
      app.focus('[data-testid="register-text"]');
    }),
    close() {
      app.change({ register: undefined, problem: undefined });
      app.focus('main h1');
    },
    /** @param {string} from @param {string} to */
    days: (from, to) => app.run('register', async () => {
      const page = await source.readRegister(from, to);
      change({ text: '', from, to, more: false, next: undefined, ...page });
    }),
    more: () => app.run('register', async () => {
      const { from, to, next, entries } = shown();
      const page = await source.readRegister(from, to, next);
      change({ next: page.next, entries: [...entries, ...page.entries] });
    }),
    /** @param {string} text */
    find: (text) => app.run('register', async () => {
      const found = await source.findRegister(text);
      change({ text, next: undefined, ...found });
    }),
  };
}

/** @typedef {ReturnType<typeof createRegister>} RegisterControl */
