// @ts-check
// The desk: its state, kept fresh by live messages, and the acts of calling and serving.
import { allowed } from './acts.js';
import { queueNumber } from './number.js';
import { throttle } from './throttle.js';
import { unissued } from './visit/entry.js';
import { forgetOthers } from './visit/keep.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./acts.js').Act} Act */

const RELOAD_EVERY = 100; // ms

/** @param {App} app @param {import('./visit/entry.js').EntryControl} entry @param {import('./visit/walk.js').WalkControl} walk @param {import('./signatures.js').SignaturesControl} signatures */
export function createDesk(app, entry, walk, signatures) {
  const { source, state } = app;
  /** @type {{close(): void} | undefined} */
  let live;
  let id = '';

  async function load() {
    const asked = id;
    const desk = await source.desk(asked);
    if (asked !== id || (state.desk && desk.seq < state.desk.seq)) return;
    const before = state.desk?.ticket;
    app.change({ desk, skew: Date.parse(desk.now) - source.now() });
    forgetOthers(sessionStorage, state.session?.user, [desk.ticket, ...desk.parked].map((ticket) => ticket?.id ?? ''));
    entry.follow(desk.ticket);
    if (await walk.follow(desk.ticket)) await entry.restore();
    if (before?.id !== desk.ticket?.id || before?.status !== desk.ticket?.status) {
      app.change({ tray: '', hold: '' });
      entry.focus();
    }
  }
  const reload = throttle(async () => {
    if (state.view !== 'desk') return;
    await Promise.all([load(), walk.load(), signatures.load()]).catch((error) => error.status === 401 && app.fail(error));
  }, RELOAD_EVERY);

  /** The office's settings may have changed while nobody listened. */
  const refresh = () => Promise.all([source.office(), source.services()]).then(([office, services]) => app.change({ office, services }), () => undefined);

  /** Whatever became of an act, the desk shows the truth afterwards. @param {string} name @param {() => Promise<unknown>} work */
  const perform = (name, work) => app.run(name, async () => {
    try {
      await work();
    } finally {
      await load().catch(() => undefined);
    }
  });

  /** @param {string} name @param {object} [body] */
  const post = (name, body) => perform(name, () => source.act(id, name, body));

  /** @param {string} typed */
  async function callNumber(typed) {
    const letters = state.services.filter((service) => state.desk?.counter.services.includes(service.id)).map(({ letter }) => letter);
    const number = queueNumber(typed, letters);
    if (!number) {
      app.change({ notice: { key: 'number.unclear' } });
      return;
    }
    await perform('call-number', () => source.act(id, 'call', { number }));
  }

  /** @param {'call-number' | 'transfer' | 'end' | ''} tray */
  function show(tray) {
    app.change({ tray, notice: undefined });
    if (tray) app.focus('.tray input, .tray button');
    else entry.focus();
  }

  function finish() {
    const key = state.correcting ? 'hold.correcting' : 'hold.finish';
    if (state.hold !== 'finish' && unissued(state)) {
      app.change({ hold: 'finish', problem: undefined, notice: { key, values: { number: state.desk?.ticket?.number ?? '' } } });
      return undefined;
    }
    if (state.visit?.missing.length) {
      show('end');
      return undefined;
    }
    entry.stop();
    return post('finish');
  }

  return {
    /** @param {string} counter */
    async start(counter) {
      this.stop();
      id = counter;
      app.change({ desk: undefined, connection: 'live' });
      await Promise.all([load(), signatures.load()]);
      app.change({ view: 'desk' });
      entry.focus();
      live = source.follow({ onFresh: refresh, onChange: reload, onState: (connection) => app.change({ connection }) });
    },
    stop() {
      live?.close();
      live = undefined;
      id = '';
      entry.follow(undefined);
    },
    /** @param {Act} act */
    async do(act) {
      if (!allowed(state.desk).has(act)) {
        app.change({ notice: { key: 'not-now', values: { act } }, problem: undefined });
        return;
      }
      if (act === 'call-number' || act === 'transfer') show(state.tray === act ? '' : act);
      else if (act === 'finish') await finish();
      else await post(act);
    },
    callNumber,
    /** Ends the visit before its time, and with it the ticket. @param {string} ending */
    end: (ending) => perform('finish', async () => {
      entry.stop();
      await walk.end(ending);
      await source.act(id, 'finish');
    }),
    show,
    /** @param {string} service */
    transfer: (service) => post('transfer', { service }),
    /** @param {string} ticket */
    async bringBack(ticket) {
      await perform('return', () => source.returnTicket(ticket));
      entry.focus(); // the pressed button is gone
    },
  };
}

/** @typedef {ReturnType<typeof createDesk>} DeskControl */
