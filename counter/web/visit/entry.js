// @ts-check
// The entry form of the ticket being served: typing, looking up, saving, issuing, printing.
import { blankRow, emptyDraft, seekerData, untouched, withFacts, withField, withNik, withRow, withSeen, withoutRow } from './draft.js';
import { check } from './check.js';
import { keep, kept } from './keep.js';
import { nikProblem } from './nik.js';
import { ASKED, ownPath, rowPath } from './fields.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('./draft.js').Draft} Draft */

const SAVE_AFTER = 300; // ms of rest

/** The form's element for a field. @param {string} path */
export const selector = (path) => `[data-testid="${path}"]`;

/** Whether the form holds something that no card has yet. @param {import('../app.js').State} state */
export const unissued = ({ draft, correcting }) => Boolean(draft && !untouched(draft) && (!draft.card || correcting));

/** @param {App} app @param {import('./walk.js').WalkControl} walk */
export function createEntry(app, walk) {
  const { source, state } = app;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {{nik: string, answer: Promise<unknown>} | undefined} */
  let asked;
  let sending = false;
  /** @type {Draft | undefined} */
  let unsent;

  const draft = () => /** @type {Draft} */ (state.draft);
  const today = () => state.desk?.now.slice(0, 10) ?? '';
  const iso = () => new Date(app.now()).toISOString();

  /** In this tab at once, so that nothing is lost while the server is away; at the server, so that nothing is lost with the tab. */
  function store() {
    clearTimeout(timer);
    const { session, draftOf } = state;
    if (!state.draft || !session || !draftOf) return;
    const saved = { ...state.draft, savedAt: iso() };
    if (keep(sessionStorage, session.user, draftOf, saved)) app.change({ draft: saved });
    send(saved);
  }

  /** One at a time, the last one last; a server that is away gets it with the next rest. @param {Draft} saved */
  async function send(saved) {
    const { visit, draftOf } = state;
    if (!visit || visit.ticket !== draftOf || untouched(saved)) return;
    unsent = saved;
    if (sending) return;
    sending = true;
    while (unsent) {
      const next = unsent;
      unsent = undefined;
      await source.saveDraft(visit.id, JSON.stringify(next)).catch(() => { unsent = undefined; });
    }
    sending = false;
  }

  /** @param {Draft} next */
  function put(next) {
    app.change({ draft: next });
    clearTimeout(timer);
    timer = setTimeout(store, SAVE_AFTER);
  }

  /** @param {string} path */
  function accept(path) {
    if (!(path in state.refused)) return;
    const { [path]: _, ...refused } = state.refused;
    app.change({ refused, ...(state.problem?.field === path && { problem: undefined }) });
  }

  /** Asks the server about the NIK, once for each; false when it gave no answer. */
  async function lookUp() {
    const { nik, facts } = draft();
    if (facts?.nik === nik) return true;
    if (asked?.nik !== nik) asked = { nik, answer: source.lookUp(nik) };
    const mine = asked;
    try {
      const answer = /** @type {any} */ (await mine.answer);
      if (mine === asked && state.draft?.nik === nik) put(withFacts(draft(), answer));
      return true;
    } catch (error) {
      if (mine === asked) asked = undefined;
      if (state.draft?.nik === nik) fail(error);
      return false;
    }
  }

  /** @param {any} error */
  function fail(error) {
    app.fail(error);
    /** @type {Record<string, string>} */
    const refused = {};
    for (const [field, title] of Object.entries(state.refused)) refused[ownPath(field)] = title;
    const first = Object.keys(refused)[0];
    const problem = state.problem && { ...state.problem, field: first };
    app.change({ refused, problem });
    if (first) app.focus(selector(first));
  }

  /** A lost answer or another counter may have entered the person meanwhile: then it is a change. */
  async function saveSeeker() {
    const data = seekerData(draft());
    const { seeker, nik } = draft();
    if (seeker) return source.update(seeker, data);
    try {
      return await source.register(nik, data);
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'nik.known') throw error;
      const known = (await source.lookUp(nik)).seeker;
      if (!known) throw error;
      return source.update(known.id, data);
    }
  }

  async function issue() {
    const faults = check(draft(), today());
    if (faults.length) {
      put(faults.reduce((next, { field }) => withSeen(next, field), draft()));
      app.change({ notice: { key: 'form.incomplete', values: { count: String(faults.length) } }, problem: undefined });
      app.focus(selector(faults[0].field));
      return;
    }
    await app.run('issue', async () => {
      if (!(await lookUp())) return;
      try {
        const { id } = await saveSeeker();
        put({ ...draft(), seeker: id });
        const card = await source.issue(id, /** @type {any} */ (state.draftOf));
        await walk.entered(id);
        put({ ...draft(), card, issuedAt: iso(), printedAt: undefined });
        store();
        app.change({ correcting: false, refused: {}, printing: state.printing + 1 });
        app.focus('[data-testid="print-card"]');
      } catch (error) {
        fail(error);
      }
    });
  }

  return {
    /** Opens the form of the ticket that is being served now; closes it for any other. @param {import('../types.js').Ticket | undefined} ticket */
    follow(ticket) {
      const id = ticket?.status === 'serving' ? ticket.id : undefined;
      if (id === state.draftOf) return;
      clearTimeout(timer);
      asked = undefined;
      const mine = id && state.session ? (kept(sessionStorage, state.session.user, id) ?? emptyDraft()) : undefined;
      app.change({ draftOf: id, draft: mine, correcting: false, refused: {} });
    },
    /** The visit is about to end: what waits to be sent comes too late. */
    stop() {
      clearTimeout(timer);
      unsent = undefined;
    },
    /** Takes up what was typed for the visit in another tab, or at another counter. */
    async restore() {
      const { visit, draft } = state;
      if (!visit || !draft || !untouched(draft)) return;
      const { draft: text } = await source.draft(visit.id).catch(() => ({ draft: undefined }));
      if (text && state.visit?.id === visit.id && state.draft && untouched(state.draft)) app.change({ draft: JSON.parse(text) });
    },
    /** Puts the focus where the work goes on. */
    focus() {
      if (!state.draft) app.focus('main h1');
      else if (state.draft.card && !state.correcting) app.focus('[data-testid="print-card"]');
      else app.focus(selector(check(state.draft, today())[0]?.field ?? 'nik'));
    },
    /** @param {string} path @param {string} text */
    type(path, text) {
      accept(path);
      walk.begun();
      if (state.hold) app.change({ hold: '', notice: undefined });
      put(path === 'nik' ? withNik(draft(), text) : withField(draft(), path, text));
      if (path === 'nik' && !nikProblem(draft().nik)) lookUp();
    },
    /** @param {string} path */
    leave(path) {
      if (state.draft && !state.draft.seen[path]) put(withSeen(draft(), path));
    },
    /** Whether Enter in this field begins another row: the last member of a last row that is not blank. @param {string} path */
    startsRow(path) {
      const last = draft().education.length - 1;
      return path === rowPath(last, 'year') && !blankRow(draft().education[last]);
    },
    /** Where Enter leads when not to the next field: a blank row is passed over. @param {string} path */
    after(path) {
      const last = draft().education.length - 1;
      return last > 0 && path.startsWith(rowPath(last, '')) && blankRow(draft().education[last]) ? ASKED[0].name : undefined;
    },
    addRow() {
      put(withRow(draft()));
      app.focus(selector(rowPath(draft().education.length - 1, 'level')));
    },
    /** @param {number} index */
    removeRow(index) {
      const before = draft();
      put(withoutRow(before, index));
      app.change({ notice: { key: 'row.removed', undo: () => put({ ...draft(), education: before.education, origin: before.origin }) }, problem: undefined });
      app.focus(selector(rowPath(Math.min(index, draft().education.length - 1), 'level')));
    },
    issue,
    correct() {
      app.change({ correcting: true, notice: undefined });
      app.focus(selector('name'));
    },
    /** @param {unknown} problem of the contract */
    unprintable(problem) {
      app.change({ correcting: true });
      fail(problem);
    },
    backToCard() {
      app.change({ correcting: false, notice: undefined, refused: {} });
      app.focus('[data-testid="print-card"]');
    },
    printed() {
      put({ ...draft(), printedAt: iso() });
      store();
      walk.printed();
    },
  };
}

/** @typedef {ReturnType<typeof createEntry>} EntryControl */
