// @ts-check
// The way of the ticket being served through the SOP's activities, as the server keeps it.

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../types.js').Visit} Visit */
/** @typedef {import('../types.js').Ticket} Ticket */

/** What was wrong with a card, in the order of its digits. */
export const REASONS = Object.freeze(['name', 'birth', 'address', 'education', 'photo', 'print', 'other']);
/** Why a visit ends before its time. */
export const ENDINGS = Object.freeze(['papers_missing', 'left', 'postponed']);

/** The activity to be done now. @param {Visit | undefined} visit */
export const due = (visit) => visit?.activities.find(({ key }) => key === visit.due);

/** @param {App} app */
export function createWalk(app) {
  const { source, state } = app;

  /** @type {string | undefined} the ticket whose visit was asked for */
  let opened;
  /** @type {Promise<unknown> | undefined} */
  let beginning;
  const id = () => /** @type {Visit} */ (state.visit).id;
  const put = (/** @type {Visit} */ visit) => {
    if (visit.ticket === state.draftOf) app.change({ visit, askWrong: state.askWrong && visit.due === state.visit?.due });
    return visit;
  };
  /** @param {string} verb @param {object} body */
  const step = async (verb, body) => put(await source.visitStep(id(), verb, body));
  /** Whatever became of an act, the page shows the truth afterwards. @param {string} name @param {() => Promise<unknown>} work */
  const perform = (name, work) => app.run(name, async () => {
    try {
      await work();
    } catch (error) {
      await walk.load().catch(() => undefined);
      throw error;
    }
    app.focus('[data-testid="step"]');
  });

  const walk = {
    /** Opens the visit of the ticket that is served now; a service without a procedure has none. Whether it was opened. @param {Ticket | undefined} ticket */
    async follow(ticket) {
      const serving = ticket?.status === 'serving' ? ticket.id : undefined;
      if (opened === serving) return false;
      opened = serving;
      app.change({ visit: undefined, askWrong: false });
      if (!serving) return false;
      try {
        put(await source.openVisit(serving));
        return true;
      } catch (error) {
        if (/** @type {any} */ (error).code === 'visit.no_procedure') return false;
        opened = undefined; // the next fresh desk asks again
        app.fail(error);
        return false;
      }
    },
    /** Reads it again: another officer may have signed. */
    async load() {
      if (state.visit) put(await source.visit(id()));
    },
    /** The papers are there once the entry begins. */
    async begun() {
      if (state.visit?.due !== 'submit') return;
      beginning ??= step('finish', { activity: 'submit' }).catch((error) => app.fail(error)).finally(() => { beginning = undefined; });
      await beginning;
    },
    /** The data are entered, as far as the visit waits for them. @param {string} seeker */
    async entered(seeker) {
      if (!state.visit) return;
      await walk.begun();
      if (state.visit.seeker !== seeker) put(await source.visitSeeker(id(), seeker));
      if (state.visit.due === 'enter') await step('finish', { activity: 'enter' });
    },
    /** The card came out of the printer. */
    async printed() {
      if (state.visit?.due !== 'print') return;
      await step('finish', { activity: 'print' }).catch((error) => app.fail(error));
      app.focus('[data-testid="step"]');
    },
    finish: () => perform('step', () => step('finish', { activity: state.visit?.due })),
    start: () => perform('step', () => step('start', { activity: state.visit?.due })),
    skip: () => perform('step', () => step('skip', { activity: state.visit?.due })),
    /** Asks what is wrong with the card, or no longer. @param {boolean} ask */
    askWrong(ask) {
      app.change({ askWrong: ask });
      app.focus(ask ? '[data-testid="wrong-name"]' : '[data-testid="step"]');
    },
    /** @param {string} reason */
    wrong: (reason) => app.run('step', async () => {
      await step('finish', { activity: state.visit?.due, result: 'wrong', reason });
      app.change({ correcting: true });
      app.focus('[data-testid="name"]');
    }),
    /** @param {string} ending */
    end: (ending) => step('end', { ending }),
  };
  return walk;
}

/** @typedef {ReturnType<typeof createWalk>} WalkControl */
