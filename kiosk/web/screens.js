// @ts-check
// Canned screens for looking at and for tests: ?screen=NAME, with &lang=en, &large, &contrast, &reach. Demo only.
/** @import {Model, Paper, PressAnswer, Service, Source, State} from './types.js' */

/** @param {string} id @param {string} en */
const text = (id, en) => ({ id, en });

/** @type {Record<string, Paper>} */
const papers = {
  ktp: { key: 'ktp', name: text('KTP asli', 'Identity card (KTP)'), note: text('Alamat Lombok Tengah', 'With an address in Central Lombok') },
  ijazah: { key: 'ijazah', name: text('Ijazah terakhir', 'Last diploma'), note: text('Asli atau fotokopi legalisir; SKL boleh', 'Original or certified copy; SKL is accepted') },
  photo: { key: 'photo', name: text('Pas foto 3×4', 'Photo 3×4 cm'), note: text('Dua lembar, terbaru', 'Two, recent') },
  letter: { key: 'letter', name: text('Surat pengalaman kerja', 'Letter of work experience'), note: text('Kalau ada', 'If you have one') },
  card: { key: 'card', name: text('Kartu AK/I lama', 'Your old AK/I card') },
  police: { key: 'police', name: text('Surat kehilangan', 'Report of loss'), note: text('Dari kepolisian', 'From the police') },
};

/** @type {(id: string, letter: string, name: [string, string], line: [string, string], needs: Paper[], waiting: number, low: number, high: number) => Service} */
const service = (id, letter, name, line, needs, waiting, low, high) => ({
  id, letter, name: text(...name), description: text(...line), papers: needs, open: true, waiting, countersOpen: 2, estimatedWait: { low, high },
});

const services = () => [
  service('ak1-baru', 'A', ['Kartu AK/I baru', 'New AK/I card'], ['Membuat kartu pencari kerja (kartu kuning)', 'Get a job-seeker card (yellow card)'], [papers.ktp, papers.ijazah, papers.photo, papers.letter], 4, 25, 40),
  service('ak1-perpanjangan', 'B', ['Perpanjangan AK/I', 'Renewal of AK/I'], ['Memperpanjang kartu yang habis masa berlakunya', 'Renew a card that has expired'], [papers.card, papers.ktp, papers.photo], 1, 8, 12),
  service('lapor', 'C', ['Lapor 6 bulan', 'Six-month report'], ['Melapor bagi yang belum mendapat pekerjaan', 'Report that you are still looking for work'], [papers.card], 0, 0, 0),
  service('legalisir', 'D', ['Legalisir kartu', 'Certified copies'], ['Mengesahkan fotokopi kartu AK/I', 'Have copies of your card certified'], [papers.card], 2, 5, 10),
  service('hilang', 'E', ['Kartu hilang atau rusak', 'Lost or damaged card'], ['Mendapat pengganti kartu', 'Get a replacement'], [papers.ktp, papers.police, papers.photo], 0, 0, 5),
  service('konsultasi', 'F', ['Konsultasi kerja', 'Job advice'], ['Berbicara dengan Pengantar Kerja', 'Talk to a placement officer'], [], 3, 15, 30),
];

/** @type {(service: Service, closedReason: Service['closedReason'], words: [string, string]) => Service} */
const closed = (service, closedReason, words) => ({ ...service, open: false, closedReason, closedWords: text(...words) });

/** @type {[string, string]} */
const evening = ['Di luar jam pelayanan. Buka kembali besok, Selasa pukul 08.00.', 'Outside opening hours. Opens again tomorrow, Tuesday, at 08:00.'];

/** Every reason for which a service gives out no numbers. */
function reasons() {
  const [a, b, c, d, e, f] = services();
  return [
    closed(a, 'quota', ['Nomor untuk hari ini sudah habis. Buka kembali besok, Selasa pukul 08.00.', 'All of today’s numbers are taken. Opens again tomorrow, Tuesday, at 08:00.']),
    closed(b, 'break', ['Jam istirahat. Buka kembali hari ini pukul 13.00.', 'Closed for a break. Opens again today at 13:00.']),
    closed(c, 'queue_full', ['Tempat menunggu sudah penuh. Silakan coba lagi nanti.', 'The waiting room is full. Please try again later.']),
    closed(d, 'closed', ['Nomor tidak diberikan saat ini. Silakan bertanya kepada petugas.', 'No numbers are given out now. Please ask a staff member.']),
    closed(e, 'holiday', ['Libur: Hari Raya Natal. Buka kembali Senin, 28 Desember pukul 08.00.', 'Holiday: Christmas Day. Opens again on Monday, 28 December, at 08:00.']),
    f,
  ];
}

/** The services while the server is away: nothing is known of their queues, and the last number in reserve of one is given. */
const held = () => services().map((s, i) => ({ ...s, open: i !== 3, waiting: 0, countersOpen: undefined, estimatedWait: { low: 0, high: 0 } }));

/** @param {Partial<State>} [changes] @returns {State} */
const office = (changes = {}) => ({
  online: true, queueWord: 'antrian', demo: true, printer: { state: 'ready' }, services: services(),
  office: { name: 'Disnakertrans Lombok Tengah', agency: 'Pemerintah Kabupaten Lombok Tengah', queueWord: 'antrian', timezone: 'Asia/Makassar' },
  ...changes,
});

// A real symbol is drawn by the program; this one leads to https://example.org/t/A-012 and is only looked at.
const qr = 'qr-sample.svg';

/** @param {Partial<PressAnswer>} [changes] @returns {PressAnswer} */
const answer = (changes = {}) => ({
  number: 'A-012', serviceName: services()[0].name, url: 'https://example.org/t/A-012', qr, ahead: 3,
  estimatedWait: { low: 25, high: 40 }, paper: 'printed', ...changes,
});

const chosen = services()[0];
/** @type {Model['request']} */
const request = { key: 'canned-screen', service: chosen.id, priority: false, language: 'id' };
/** @param {Partial<PressAnswer>} changes @param {Partial<State>} [state] @returns {Partial<Model>} */
const number = (changes, state) => ({ state: office(state), step: 'number', service: chosen, request, answer: answer(changes) });

/** @type {Record<string, () => Partial<Model>>} */
export const screens = {
  normal: () => ({ state: office() }),
  empty: () => ({ state: office({ services: [] }) }),
  crowd: () => ({ state: office({ services: services().map((s) => ({ ...s, waiting: 99, estimatedWait: { low: 480, high: 720 } })) }) }),
  closed: () => ({ state: office({ services: reasons() }) }),
  'no-counter': () => ({ state: office({ services: services().map((s) => ({ ...s, countersOpen: 0 })) }) }),
  offline: () => ({ state: office({ online: false }) }),
  starting: () => ({ state: null }),
  'paper-out': () => ({ state: office({ printer: { state: 'paper_out' } }) }),
  priority: () => ({ state: office(), priority: true }),
  held: () => ({ state: office({ online: false, offline: true, services: held() }) }),
  'held-night': () => ({ state: office({ online: false, offline: true, services: services().map((s) => closed(s, 'hours', evening)) }) }),
  night: () => ({ state: office({ services: services().map((s) => closed(s, 'hours', evening)) }) }),
  voice: () => ({ state: office({ voice: true }) }),
  papers: () => ({ state: office(), step: 'papers', service: chosen }),
  missing: () => ({ state: office(), step: 'missing', service: chosen }),
  taking: () => ({ state: office(), step: 'taking', service: chosen, request }),
  number: () => number({}),
  'number-next': () => number({ number: 'C-1001', ahead: 0, estimatedWait: { low: 0, high: 5 } }),
  'number-pending': () => number({ paper: 'pending' }),
  'number-stuck': () => number({ paper: 'pending' }, { printer: { state: 'paper_out' } }),
  'number-held': () => number({ offline: true }, { online: false, offline: true, services: held() }),
  'number-copy': () => number({ copy: 1 }),
  'number-paper-out': () => number({ paper: 'failed', cause: 'paper_out' }, { printer: { state: 'paper_out' } }),
  'number-cover-open': () => number({ paper: 'failed', cause: 'cover_open' }, { printer: { state: 'cover_open' } }),
  'number-cutter': () => number({ paper: 'failed', cause: 'cutter' }, { printer: { state: 'cutter' } }),
  'number-hot': () => number({ paper: 'failed', cause: 'hot' }, { printer: { state: 'hot' } }),
  'number-silent': () => number({ paper: 'failed', cause: 'silent' }, { printer: { state: 'silent' } }),
  'number-not-found': () => number({ paper: 'failed', cause: 'not_found' }, { printer: { state: 'not_found' } }),
  'number-failed': () => number({ paper: 'failed' }, { printer: { state: 'fault' } }),
  'number-unknown': () => number({ paper: 'unknown' }, { printer: { state: 'silent' } }),
  'number-again': () => number({ paper: 'failed', cause: 'paper_out' }),
  'number-not-again': () => ({
    ...number({ paper: 'failed', cause: 'paper_out', again: false }),
    trouble: { code: 'kiosk.copies_used', title: 'Tiket ini sudah dicetak ulang tiga kali. Silakan foto nomor di layar atau bertanya kepada petugas.' },
  }),
  error: () => ({
    state: office(), step: 'trouble', service: chosen, request,
    trouble: { code: 'service.hours', title: 'Kartu AK/I baru: Di luar jam pelayanan. Buka kembali besok, Selasa pukul 08.00.' },
  }),
};

/** A canned screen and a source that goes on from it: presses are answered after a moment. @param {string} name */
export function open(name) {
  const model = (screens[name] ?? screens.normal)();
  /** @type {Source} */
  const source = {
    state: async () => model.state ?? Promise.reject({ code: 'network', title: '' }),
    press: async () => model.answer ?? answer(),
    pressState: async () => model.answer ?? answer(),
    printAgain: async () => answer({ copy: 1 }),
  };
  return { model, source };
}
