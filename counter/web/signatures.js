// @ts-check
// The visits that wait for a signature, wherever they are, and the absence of the placement officer.

/** @typedef {import('./app.js').App} App */

/** Whether the officer may have to sign. @param {import('./types.js').Session | undefined} session */
export const signs = (session) => ['placement_officer', 'section_head'].some((role) => session?.roles.includes(role));

/** @param {App} app */
export function createSignatures(app) {
  const { source, state } = app;

  async function load() {
    if (!signs(state.session)) return;
    const [visits, absence] = await Promise.all([source.visits(), source.absence()]);
    app.change({ visits, absence });
  }
  /** @param {() => Promise<unknown>} work */
  const perform = (work) => app.run('sign', async () => {
    try {
      await work();
    } finally {
      await load().catch(() => undefined);
    }
  });

  return {
    load,
    /** @param {import('./types.js').Visit} visit */
    sign: (visit) => perform(() => source.visitStep(visit.id, 'finish', { activity: visit.due })),
    /** @param {string} reason @param {string} deputy */
    absent: (reason, deputy) => perform(() => source.markAbsent(reason, deputy)),
    present: () => perform(() => source.markPresent()),
  };
}

/** @typedef {ReturnType<typeof createSignatures>} SignaturesControl */
