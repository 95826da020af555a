import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createApp } from './app.js';
import { createDesk } from './desk.js';
import { createSignatures } from './signatures.js';
import { createEntry } from './visit/entry.js';
import { createWalk } from './visit/walk.js';
import { keep, kept } from './visit/keep.js';
import { emptyDraft, withNik } from './visit/draft.js';

const NIK = '5202014503010001';
const NOW = '2026-11-23T08:14:00+08:00';
const settled = () => new Promise((done) => setImmediate(done));

/** A browser with one tab and no elements, and a server that answers from `answers`. */
function open(answers = {}) {
  const items = new Map();
  globalThis.HTMLElement = class {};
  globalThis.document = { querySelector: () => null };
  globalThis.sessionStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (i) => [...items.keys()][i] ?? null,
    get length() { return items.size; },
  };
  const asked = [];
  const server = { desk: { counter: { id: '3', services: [] }, seq: 1, now: NOW, waiting: 2, next: [], parked: [], noShows: [] }, openVisit: () => { throw problem('visit.no_procedure'); }, draft: {}, ...answers };
  const source = new Proxy({ now: () => Date.parse(NOW) }, {
    get: (own, name) => own[name] ?? (async (...args) => {
      asked.push([name, ...args]);
      const answer = server[name];
      return typeof answer === 'function' ? answer(...args) : answer;
    }),
  });
  source.follow = (listeners) => Object.assign(listeners, { close() {} });
  const app = createApp(source, () => {});
  app.change({ session: { user: 'siti', roles: ['registrar'] } });
  const walk = createWalk(app);
  const entry = createEntry(app, walk);
  const signatures = createSignatures(app);
  return { app, walk, entry, desk: createDesk(app, entry, walk, signatures), server, asked, names: () => asked.map(([name]) => name) };
}

const ticket = (status, more = {}) => ({ id: 't1', number: 'A-012', service: 'a', status, calls: 1, callLimit: 3, ...more });
const problem = (code, status = 409, more = {}) => Object.assign(new Error(code), { code, title: code, status, ...more });

let page;
const start = async (answers) => {
  page = open(answers);
  await page.desk.start('3');
  page.asked.length = 0;
};
beforeEach(() => start());

test('an act is posted once and the desk is read again, also when it fails', async () => {
  page.server.act = () => { throw problem('queue.empty'); };
  const first = page.desk.do('call-next');
  page.desk.do('call-next');
  await first;
  assert.deepEqual(page.asked, [['act', '3', 'call-next', undefined], ['desk', '3']]);
  assert.equal(page.app.state.problem.title, 'queue.empty');
  assert.equal(page.app.state.busy, '');
});

test('what the state forbids is not asked of the server', async () => {
  await page.desk.do('finish');
  assert.deepEqual(page.asked, []);
  assert.equal(page.app.state.notice.key, 'not-now');
});

test('an older answer does not replace a newer desk', async () => {
  page.server.desk = { ...page.server.desk, seq: 9, waiting: 7 };
  await page.desk.do('call-next');
  page.server.desk = { ...page.server.desk, seq: 8, waiting: 1 };
  await page.desk.do('call-next');
  assert.equal(page.app.state.desk.waiting, 7);
});

test('a service without a procedure is asked for its visit once', async () => {
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, openVisit: () => { throw problem('visit.no_procedure'); } });
  await page.desk.do('recall');
  assert.equal(page.app.state.visit, undefined);
  assert.equal(page.app.state.problem, undefined);
  assert.ok(!page.names().includes('openVisit'));
});

test('what was typed is kept at the server and there again in another tab', async () => {
  const visit = { id: 'v1', ticket: 't1', due: 'enter', missing: ['enter'], activities: [{ key: 'enter', name: {} }] };
  const desk = { ...open().server.desk, ticket: ticket('serving') };
  await start({ desk, openVisit: visit, draft: {}, lookUp: { birthDate: '2001-03-05', sex: 'P', warnings: [] } });
  page.entry.type('name', 'Baiq Contoh');
  await new Promise((done) => setTimeout(done, 350));
  const [, id, text] = page.asked.find(([name]) => name === 'saveDraft');
  assert.equal(id, 'v1');
  await start({ desk, openVisit: visit, draft: { draft: text } });
  assert.equal(page.app.state.draft.values.name, 'Baiq Contoh');
});

test('a draft that this tab holds is newer than the server\'s', async () => {
  const visit = { id: 'v1', ticket: 't1', due: 'enter', missing: ['enter'], activities: [{ key: 'enter', name: {} }] };
  await start({ openVisit: visit, draft: { draft: JSON.stringify(withNik(emptyDraft(), NIK)) } });
  keep(sessionStorage, 'siti', 't1', { ...emptyDraft(), values: { ...emptyDraft().values, name: 'Yang ini' } });
  page.server.desk = { ...page.server.desk, ticket: ticket('serving') };
  await page.desk.do('call-next');
  assert.equal(page.app.state.draft.values.name, 'Yang ini');
  assert.equal(page.app.state.draft.nik, '');
});

test('a visit that is not complete asks why it ends', async () => {
  const visit = { id: 'v1', ticket: 't1', due: 'photo', missing: ['photo'], activities: [{ key: 'photo', name: {} }] };
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, openVisit: visit });
  await page.desk.do('finish');
  assert.equal(page.app.state.tray, 'end');
  assert.deepEqual(page.names(), []);
  page.server.visitStep = { ...visit, ending: 'left', due: undefined, missing: [] };
  await page.desk.end('left');
  assert.deepEqual(page.asked.slice(0, 2), [['visitStep', 'v1', 'end', { ending: 'left' }], ['act', '3', 'finish']]);
});

test('an unfinished entry is named once before it is finished without a card', async () => {
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, lookUp: { birthDate: '2001-03-05', sex: 'P', warnings: [] } });
  page.entry.type('name', 'Ani');
  await page.desk.do('finish');
  assert.deepEqual(page.names(), []);
  page.entry.type('name', 'Anis');
  await page.desk.do('finish');
  assert.deepEqual(page.names(), [], 'typing takes the first press back');
  await page.desk.do('finish');
  assert.deepEqual(page.names(), ['act', 'desk']);
});

test('an untouched visit finishes at once', async () => {
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') } });
  await page.desk.do('finish');
  assert.deepEqual(page.names(), ['act', 'desk']);
});

test('a correction that is not saved is named as well', async () => {
  await fill();
  await page.entry.issue();
  page.asked.length = 0;
  page.entry.correct();
  await page.desk.do('finish');
  assert.deepEqual(page.names(), []);
  assert.equal(page.app.state.notice.key, 'hold.correcting');
  page.entry.backToCard();
  await page.desk.do('finish');
  assert.deepEqual(page.names(), ['act', 'desk']);
});

test('a draft lives as long as its ticket is here or parked', async () => {
  for (const id of ['t1', 't2', 't3']) keep(sessionStorage, 'siti', id, withNik(emptyDraft(), NIK));
  page.server.desk = { ...page.server.desk, seq: 2, ticket: ticket('serving'), parked: [ticket('parked', { id: 't2' })] };
  await page.desk.do('call-next');
  assert.equal(page.app.state.draft.nik, NIK);
  assert.deepEqual(['t1', 't2', 't3'].map((id) => Boolean(kept(sessionStorage, 'siti', id))), [true, true, false]);
});

test('the server is asked once about a NIK, in no address', async () => {
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, lookUp: { birthDate: '2001-03-05', sex: 'P', warnings: [] } });
  for (let i = 1; i <= NIK.length; i++) page.entry.type('nik', NIK.slice(0, i));
  page.entry.type('nik', NIK);
  await settled();
  assert.deepEqual(page.asked, [['lookUp', NIK]]);
  assert.equal(page.app.state.draft.values.sex, 'P');
});

test('an answer about an earlier NIK is not taken for the present one', async () => {
  const answers = [];
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, lookUp: () => new Promise((done) => answers.push(done)) });
  page.entry.type('nik', NIK);
  page.entry.type('nik', '5202010503990002');
  await settled();
  answers[1]({ birthDate: '1999-03-05', sex: 'L', warnings: [] });
  answers[0]({ birthDate: '2001-03-05', sex: 'P', warnings: [] });
  await settled();
  assert.equal(page.app.state.draft.values.sex, 'L');
});

const WHOLE = {
  nik: NIK, name: 'Ani', birthPlace: 'Praya', address: 'Praya', religion: 'islam', marital: 'single', 'education.0.level': 'sd', 'education.0.school': 'SDN 1',
};
const fill = async (more) => {
  const facts = { birthDate: '2001-03-05', sex: 'P', warnings: [] };
  await start({ desk: { ...open().server.desk, ticket: ticket('serving') }, lookUp: facts, register: { id: 's1' }, update: { id: 's1' }, issue: { id: 'c1' }, ...more });
  for (const [path, text] of Object.entries(WHOLE)) page.entry.type(path, text);
  await settled();
  page.asked.length = 0;
};

test('saving registers, issues for the ticket, and corrects the same person afterwards', async () => {
  await fill();
  await page.entry.issue();
  assert.deepEqual(page.names(), ['register', 'issue']);
  assert.deepEqual(page.asked[1], ['issue', 's1', 't1']);
  page.entry.correct();
  page.entry.type('name', 'Anis');
  await page.entry.issue();
  assert.deepEqual(page.names().slice(2), ['update', 'issue']);
  assert.equal(page.asked[2][2].name, 'Anis');
});

test('a person who became known meanwhile is changed, not entered twice', async () => {
  await fill({ register: () => { throw problem('nik.known', 409, { field: 'nik' }); } });
  page.server.lookUp = { birthDate: '2001-03-05', sex: 'P', warnings: [], seeker: { id: 's7' } };
  page.server.update = { id: 's7' };
  await page.entry.issue();
  assert.deepEqual(page.names(), ['register', 'lookUp', 'update', 'issue']);
  assert.deepEqual(page.asked[3], ['issue', 's7', 't1']);
});

test('what the server refuses is said at its field', async () => {
  const fields = [{ field: 'data.name', title: 'a' }, { field: 'data.education[0].school', title: 'b' }];
  await fill({ register: () => { throw problem('field.required', 422, { field: 'data.name', fields }); } });
  await page.entry.issue();
  assert.deepEqual(page.app.state.refused, { name: 'a', 'education.0.school': 'b' });
  page.entry.type('name', 'Ani B');
  assert.deepEqual(page.app.state.refused, { 'education.0.school': 'b' });
  assert.equal(page.app.state.draft.card, undefined);
});

test('nothing is sent while something is missing', async () => {
  await fill();
  page.entry.type('name', '');
  await page.entry.issue();
  assert.deepEqual(page.names(), []);
  assert.equal(page.app.state.notice.key, 'form.incomplete');
});
