// @ts-check
// Canned states for looking at (?screen=NAME, demo only). All people are invented.
import { Problem } from '/assets/api.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./controls.js').Controls} Controls */

const NOW = '2026-11-23T08:14:00+08:00';
const ago = (/** @type {number} */ seconds) => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const text = (/** @type {string} */ id, /** @type {string} */ en) => ({ id, en });
const papers = [
  { key: 'ktp', name: text('KTP', 'ID card') },
  { key: 'ijazah', name: text('Ijazah terakhir atau SKL', 'Last certificate'), note: text('asli atau salinan yang dilegalisir', 'original or certified copy') },
  { key: 'photo', name: text('2 pas foto 3×4', '2 photos 3×4') },
];
const services = [
  { id: 'ak1-baru', letter: 'A', name: text('Kartu AK/I baru', 'New AK/I card'), papers, waiting: 9 },
  { id: 'ak1-perpanjang', letter: 'B', name: text('Perpanjangan AK/I', 'AK/I renewal'), papers, waiting: 2 },
  { id: 'legalisir', letter: 'C', name: text('Legalisir', 'Certified copies'), papers: [], waiting: 1 },
  { id: 'konsultasi', letter: 'D', name: text('Konsultasi kerja', 'Career advice'), papers: [], waiting: 0 },
];
const served = ['ak1-baru', 'ak1-perpanjang'];
const counter = { id: '3', name: 'Loket 3', services: served, open: true, mine: true, staffName: 'Siti Rahmawati' };
const counters = [
  { id: '1', name: 'Loket 1', services: ['ak1-baru'], open: true, mine: false, staffName: 'Lalu Hendra' },
  { id: '2', name: 'Loket 2', services: served, open: false, mine: false },
  { id: '3', name: 'Loket 3', services: served, open: false, mine: false },
  { id: '4', name: 'Loket 4', services: ['legalisir', 'konsultasi'], open: false, mine: false },
];

/** @param {string} number @param {Partial<Ticket>} [more] @returns {Ticket} */
const ticket = (number, more) => ({
  id: `t-${number}`, number, service: services[number.charCodeAt(0) - 65].id, home: services[number.charCodeAt(0) - 65].id,
  priority: false, status: 'waiting', calls: 0, callLimit: 3, paper: 'printed', issuedAt: ago(1500), ...more,
});
const next = [ticket('A-013', { issuedAt: ago(2460), priority: true }), ticket('A-014', { issuedAt: ago(2300), paper: 'unknown' }), ticket('B-004', { issuedAt: ago(1900) })];
const parked = [ticket('A-007', { status: 'parked', paper: 'failed' })];
const noShows = [ticket('A-009', { status: 'no_show', priority: true, paper: 'unknown' }), ticket('B-002', { status: 'no_show' })];
const idle = { counter, seq: 812, now: NOW, waiting: 12, next, parked, noShows };
const called = (/** @type {number} */ calls, /** @type {Partial<Ticket>} */ more = {}) => ticket('A-012', { status: 'called', calls, calledAt: ago(42), ...more });
const serving = ticket('A-012', { status: 'serving', calls: 1, calledAt: ago(170), servedAt: ago(134) });

const education = [{ level: 'slta', school: 'SMKN 1 Praya', major: 'Akuntansi', year: 2019 }];
const data = { name: 'Baiq Contoh Anggraini', birthPlace: 'Praya', birthDate: '2001-03-05', sex: 'P', marital: 'single', religion: 'islam', address: 'Jl. Contoh No. 3, Praya', phone: '0812 0000 0000', education };
const card = { id: 'c-1', number: '5202231126000012', seeker: 's-1', issuedOn: '2026-11-23', expiresOn: '2028-11-23', status: /** @type {const} */ ('valid') };
const old = { ...card, number: '5202120324000101', issuedOn: '2024-03-12', expiresOn: '2026-03-12', status: 'expired' };
const NIK = '5202014503010001';
const warnings = [{ code: 'nik.other_region', field: 'nik', title: 'NIK diterbitkan di luar kabupaten ini. Periksa alamat KTP.' }];

/** @param {Controls} controls @param {Record<string, string>} fields */
const type = ({ entry }, fields) => Object.entries(fields).forEach(([path, value]) => { entry.type(path, value); entry.leave(path); });
const settled = () => new Promise((done) => setTimeout(done, 50));
const HALF = { nik: NIK, name: 'Baiq Contoh Anggraini', birthPlace: 'Praya' };
/** @type {Record<string, string>} */
const WHOLE = { ...HALF, address: data.address, religion: 'islam', marital: 'single', phone: data.phone, 'education.0.level': 'slta', 'education.0.school': 'SMKN 1 Praya', 'education.0.major': 'Akuntansi', 'education.0.year': '2019' };

/** A visit in which an activity is due. @param {string} due @param {object} [more] */
function screenVisit(due, more = {}) {
  const optional = { counsel: text('Perlu penyuluhan?', 'Counselling wanted?'), copies: text('Perlu salinan legalisir?', 'Legalised copies wanted?'), legalise: text('Perlu salinan legalisir?', 'Legalised copies wanted?') };
  const activities = /** @type {[string, string, string, string, number][]} */ ([
    ['submit', 'Menyerahkan berkas', 'Handing over the papers', 'seeker', 1], ['enter', 'Menginput data', 'Entering the data', 'registrar', 3], ['print', 'Mencetak kartu', 'Printing the card', 'registrar', 3],
    ['check', 'Meneliti kartu', 'Checking the card', 'seeker', 1], ['photo', 'Menempelkan foto', 'Attaching the photo', 'registrar', 1], ['seeker-sign', 'Tanda tangan pencaker', 'The seeker signs', 'seeker', 1],
    ['officer-sign', 'Tanda tangan dan stempel', 'Signature and stamp', 'placement_officer', 1], ['receive', 'Menerima kartu', 'Receiving the card', 'seeker', 1], ['counsel', 'Penyuluhan kerja', 'Counselling', 'placement_officer', 5],
    ['copies', 'Menyerahkan salinan', 'Handing over copies', 'seeker', 1], ['legalise', 'Legalisasi salinan', 'Legalising the copies', 'placement_officer', 1],
  ]);
  const at = activities.findIndex(([key]) => key === due);
  return {
    id: 'v-1', ticket: 't-A-012', number: 'A-012', due, dueSince: ago(31), mine: !['officer-sign', 'legalise'].includes(due), misprints: 0,
    activities: activities.map(([key, id, en, actor, minutes], i) => ({
      key, name: text(id, en), actor, standard: minutes * 60, canBeWrong: key === 'check', round: i < at ? 1 : 0,
      optional: /** @type {Record<string, object>} */ (optional)[key], state: i < at ? 'done' : i === at ? 'due' : 'coming',
    })),
    missing: activities.filter(([key], i) => i >= at && !(key in optional)).map(([key]) => key), ...more,
  };
}
/** @param {Controls} controls */
const printed = async (controls) => { type(controls, WHOLE); await settled(); await controls.entry.issue(); controls.entry.printed(); };

/** @type {Record<string, {session?: boolean, held?: boolean, desk?: object, facts?: object, lost?: boolean, roles?: string[], register?: object[], visit?: object, visits?: object[], absence?: object, refuse?: Record<string, object>, play?: (controls: Controls) => any}>} */
export const screens = {
  'sign-in': { session: false },
  'sign-in-wrong': { session: false, refuse: { signIn: { code: 'session.wrong', title: 'Nama pengguna atau kata sandi salah.', status: 401, field: 'password' } }, play: ({ session }) => session.signIn('siti', 'x') },
  choose: { held: false },
  empty: { desk: { ...idle, waiting: 0, next: [], parked: [], noShows: [] } },
  idle: { desk: idle },
  'waiting-99': { desk: { ...idle, waiting: 99, noShows: ['A-001', 'A-004', 'B-002', 'A-006', 'A-009', 'A-010'].map((number) => ticket(number, { status: 'no_show' })) } },
  called: { desk: { ...idle, ticket: called(2) } },
  'called-out': { desk: { ...idle, ticket: called(3, { priority: true, paper: 'failed', calledAt: ago(75) }) } },
  'call-number': { desk: idle, play: ({ desk }) => desk.do('call-number') },
  transfer: { desk: { ...idle, ticket: called(1) }, play: ({ desk }) => desk.do('transfer') },
  serving: { desk: { ...idle, ticket: { ...serving, servedAt: ago(4) } } },
  half: { desk: { ...idle, ticket: serving }, play: (controls) => { type(controls, HALF); controls.entry.type('address', 'Jl. Contoh'); } },
  known: { desk: { ...idle, ticket: serving }, facts: { seeker: { id: 's-1', data, warnings: [], card: old, updatedAt: '2024-03-12T09:00:00+08:00' } }, play: (controls) => type(controls, { nik: NIK }) },
  wrong: {
    desk: { ...idle, ticket: { ...serving, servedAt: ago(215) } }, facts: { warnings },
    play: async (controls) => { type(controls, { ...WHOLE, birthDate: '31-02-2001', name: '', sex: 'L', 'education.0.year': '1999' }); await controls.entry.issue(); },
  },
  complete: { desk: { ...idle, ticket: serving }, play: (controls) => type(controls, WHOLE) },
  issued: { desk: { ...idle, ticket: serving }, play: async (controls) => { type(controls, WHOLE); await settled(); await controls.entry.issue(); } },
  check: { desk: { ...idle, ticket: serving }, visit: screenVisit('check'), play: printed },
  misprint: { desk: { ...idle, ticket: serving }, visit: screenVisit('check'), play: async (controls) => { await printed(controls); controls.walk.askWrong(true); } },
  signing: { desk: { ...idle, ticket: serving }, visit: screenVisit('officer-sign'), play: printed },
  counsel: { desk: { ...idle, ticket: serving }, visit: screenVisit('counsel'), play: printed },
  end: { desk: { ...idle, ticket: serving }, visit: screenVisit('enter'), play: (controls) => controls.desk.show('end') },
  signatures: { roles: ['placement_officer'], visits: [screenVisit('officer-sign', { mine: true }), screenVisit('officer-sign', { mine: true, id: 'v-2', number: 'A-008' })] },
  absent: { roles: ['section_head'], held: false, visits: [screenVisit('officer-sign', { mine: true })], absence: { absent: true, reason: 'rapat dinas', since: ago(2700), deputy: 'Lalu Contoh Wirawan', deputies: [] } },
  register: {
    roles: ['placement_officer'], play: ({ register }) => register.open(),
    register: Array.from({ length: 14 }, (_, i) => ({
      card: { ...card, number: `52022311260000${String(i + 1).padStart(2, '0')}` }, seeker: `s-${i}`, name: i % 2 ? 'Lalu Contoh Wirawan Hidayatullah' : data.name, nikMasked: '5202••••••••••••', sex: i % 2 ? 'L' : 'P',
      birthPlace: 'Praya', birthDate: '2001-03-05', address: i % 3 ? data.address : 'Dusun Contoh RT 003 RW 001, Desa Mertak Tombok, Kecamatan Praya', education: 'slta', issuedBy: 'Siti Rahmawati',
    })),
  },
  'register-empty': { play: ({ register }) => register.open() },
  finish: { desk: { ...idle, ticket: { ...serving, servedAt: ago(330) } }, play: (controls) => { type(controls, HALF); controls.desk.do('finish'); } },
  offline: { desk: { ...idle, ticket: called(1) }, lost: true },
  error: { desk: idle, refuse: { act: { code: 'counter.busy', title: 'Nomor A-012 masih terbuka di loket ini. Selesaikan dahulu.', status: 409 } }, play: ({ desk }) => desk.do('call-next') },
};

/** @param {string} name */
export function canned(name) {
  const screen = screens[name] ?? screens.idle;
  const { session = true, held = true, desk = idle, facts, lost, refuse = {}, roles = ['registrar'], visit, visits = [], register = [], absence = { absent: false, deputies: [{ id: 'h', name: 'Lalu Contoh Wirawan' }] }, play } = screen;
  sessionStorage.clear();
  const started = Date.now();
  /** @param {string} what @param {unknown} value */
  const answer = async (what, value) => {
    if (refuse[what]) throw new Problem(/** @type {any} */ (refuse[what]));
    return structuredClone(value);
  };
  const who = { user: 'siti', name: 'Siti Rahmawati', roles, counter: held ? '3' : undefined };
  const seeker = { id: 's-1', data, warnings: [], updatedAt: NOW };
  const source = {
    now: () => Date.parse(NOW) + (Date.now() - started),
    session: async () => {
      if (!session) throw new Problem({ code: 'session.signed_out', title: '', status: 401 });
      return who;
    },
    signIn: () => answer('signIn', who),
    signOut: () => answer('signOut', undefined),
    office: () => answer('office', { name: 'Disnakertrans Lombok Tengah', agency: '', timezone: 'Asia/Makassar' }),
    services: () => answer('services', services),
    counters: () => answer('counters', held ? counters.map((one) => (one.id === '3' ? counter : one)) : counters),
    desk: () => answer('desk', { ...desk, now: new Date(source.now()).toISOString() }),
    open: () => answer('open', counter),
    close: () => answer('close', counter),
    act: () => answer('act', {}),
    returnTicket: () => answer('return', {}),
    lookUp: () => answer('lookUp', { birthDate: '2001-03-05', sex: 'P', region: 'Praya', warnings: [], ...facts }),
    register: () => answer('register', seeker),
    update: () => answer('update', seeker),
    issue: () => answer('issue', card),
    openVisit: () => answer('openVisit', visit ?? screenVisit('submit')),
    visit: () => answer('visit', visit ?? screenVisit('submit')),
    visits: () => answer('visits', visits),
    visitSeeker: () => answer('visit', visit ?? screenVisit('enter')),
    visitStep: () => answer('visit', visit ?? screenVisit('check')),
    draft: () => answer('draft', {}),
    saveDraft: () => answer('draft', {}),
    absence: () => answer('absence', absence),
    readRegister: () => answer('register', { entries: register, next: register.length ? 'n' : undefined }),
    findRegister: () => answer('register', { entries: register, more: false }),
    markAbsent: () => answer('absence', absence),
    markPresent: () => answer('absence', absence),
    pdf: () => 'screens-card.svg',
    /** @param {import('./source.js').Listeners} listeners */
    follow({ onState }) {
      onState(lost ? 'lost' : 'live');
      return { close() {} };
    },
  };
  return { source: /** @type {import('./source.js').Source} */ (/** @type {unknown} */ (source)), play };
}
