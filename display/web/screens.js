// @ts-check
// Canned states of the board, for looking at them and for tests; served only in the demo. Open /display/?screen=normal (?theme=dark, ?lang=en).

/** @typedef {import('./source.js').Handlers} Handlers */

const text = (/** @type {string} */ id, /** @type {string} */ en) => ({ id, en });
const SERVICES = [
  { id: 'ak1-baru', letter: 'A', name: text('AK/I baru', 'New AK/I card'), waiting: 7 },
  { id: 'perpanjangan', letter: 'B', name: text('Perpanjangan', 'Renewal'), waiting: 3 },
  { id: 'legalisir', letter: 'C', name: text('Legalisir', 'Certified copies'), waiting: 12 },
  { id: 'lapor-penempatan', letter: 'D', name: text('Lapor penempatan', 'Placement report'), waiting: 0 },
];
const COUNTERS = [1, 2, 3, 4].map((n) => ({ id: `loket-${n}`, name: `Loket ${n}`, open: n < 4 }));
const NOW = '2026-11-23T08:14:05+08:00';

/** @param {number} seq @param {string} number @param {number} counter @param {number} [call] */
const called = (seq, number, counter, call = 1) => ({
  seq, number, service: 'ak1-baru', counter: `loket-${counter}`, counterName: `Loket ${counter}`, call, at: NOW,
});

const EMPTY = {
  office: 'Dinas Tenaga Kerja dan Transmigrasi', day: '2026-11-23', now: NOW, calls: [], services: SERVICES.map((s) => ({ ...s, waiting: 0 })),
  counters: COUNTERS, notice: 'Pelayanan AK/I tidak dipungut biaya.',
};
const NORMAL = {
  ...EMPTY,
  services: SERVICES,
  calls: [called(904, 'A-012', 3), called(901, 'C-004', 1), called(897, 'A-011', 2), called(890, 'B-002', 1)],
  counters: COUNTERS.map((c, i) => ({ ...c, number: [, 'A-011', 'A-012'][i] })),
};
const LONG = `${EMPTY.notice} Siapkan KTP, ijazah dan pasfoto 3×4 dua lembar. Nomor dipanggil paling banyak tiga kali; setelah itu nomor berikutnya dipanggil. Istirahat pukul 12.00 sampai 13.00.`;

/** @type {Record<string, {board: any, state?: 'lost', calls?: any[]}>} */
export const screens = {
  empty: { board: EMPTY },
  normal: { board: NORMAL },
  'new-call': { board: NORMAL, calls: [called(910, 'A-013', 2)] },
  recall: { board: NORMAL, calls: [called(911, 'A-012', 3, 2)] },
  burst: { board: NORMAL, calls: [1, 2, 3, 4].map((n) => called(920 + n, `A-0${12 + n}`, n)) },
  crowd: {
    board: {
      ...NORMAL,
      notice: LONG,
      services: [...SERVICES, { id: 'konseling', letter: 'E', name: text('Konseling dan bimbingan jabatan', 'Counselling'), waiting: 4 },
        { id: 'informasi', letter: 'F', name: text('Informasi pasar kerja', 'Labour market information'), waiting: 0 }].map((s) => ({ ...s, waiting: 99 })),
      counters: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ id: `loket-${n}`, name: `Loket ${n}`, open: true, number: `A-${110 + n}` })),
      calls: [called(904, 'A-118', 8, 3), called(901, 'A-117', 7), called(897, 'A-116', 6), called(890, 'A-115', 5)],
    },
  },
  offline: { board: NORMAL, state: 'lost' },
  closed: { board: { ...NORMAL, counters: COUNTERS.map((c) => ({ ...c, open: false })), notice: 'Pelayanan hari ini sudah selesai. Kami buka lagi besok pukul 08.00.' } },
};

/** @param {string} name @param {Handlers} handlers */
export function play(name, handlers) {
  const screen = screens[name] ?? screens.normal;
  handlers.onSnapshot(screen.board);
  handlers.onState(screen.state ?? 'live');
  (screen.calls ?? []).forEach((call) => handlers.onMessage({ type: 'ticket.called', prev: call.seq - 1, from: call.call > 1 ? 'called' : 'waiting', to: 'called', ...call }));
}
