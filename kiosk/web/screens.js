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
  closed: () => ({ state: office({ services: services().map((s, i) => (i % 2 ? { ...s, open: false } : { ...s, countersOpen: 0 })) }) }),
  offline: () => ({ state: office({ online: false }) }),
  starting: () => ({ state: null }),
  'paper-out': () => ({ state: office({ printer: { state: 'paper_out' } }) }),
  priority: () => ({ state: office(), priority: true }),
  papers: () => ({ state: office(), step: 'papers', service: chosen }),
  missing: () => ({ state: office(), step: 'missing', service: chosen }),
  taking: () => ({ state: office(), step: 'taking', service: chosen, request }),
  number: () => number({}),
  'number-next': () => number({ number: 'C-1001', ahead: 0, estimatedWait: { low: 0, high: 5 } }),
  'number-pending': () => number({ paper: 'pending' }),
  'number-stuck': () => number({ paper: 'pending' }, { printer: { state: 'paper_out' } }),
  'number-paper-out': () => number({ paper: 'failed', cause: 'paper_out' }, { printer: { state: 'paper_out' } }),
  'number-failed': () => number({ paper: 'failed', cause: 'cover_open' }),
  'number-unknown': () => number({ paper: 'unknown' }),
  error: () => ({
    state: office(), step: 'trouble', service: chosen, request,
    trouble: { code: 'service.closed', title: 'Layanan ini sudah tutup untuk hari ini. Silakan kembali besok pukul 08.00.' },
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
  };
  return { model, source };
}
