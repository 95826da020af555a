// @ts-check
import { words } from '/assets/i18n.js';

export const t = words({
  id: {
    title: 'Papan antrian',
    number: 'Nomor',
    counter: 'Silakan ke',
    again: 'Panggilan ke-{call}',
    before: 'Dipanggil sebelumnya',
    waiting: 'Menunggu',
    counters: 'Loket buka',
    noCounters: 'Belum ada loket yang buka',
    nothing: 'Belum ada panggilan',
    nothingHint: 'Silakan ambil nomor dan tunggu panggilan.',
    lost: 'Sambungan terputus: dengarkan panggilan petugas',
  },
  en: {
    title: 'Queue board',
    number: 'Number',
    counter: 'Please go to',
    again: 'Call no. {call}',
    before: 'Called before',
    waiting: 'Waiting',
    counters: 'Open counters',
    noCounters: 'No counter is open yet',
    nothing: 'No calls yet',
    nothingHint: 'Please take a number and wait for your call.',
    lost: 'Connection lost: please listen for the officer’s call',
  },
});
