import assert from 'node:assert/strict';
import test from 'node:test';
import { parts } from './notice.js';

test('cuts between words, loses none, and lets a word that never fits stand alone', () => {
  const text = 'satu dua  tiga sangatpanjangsekali empat';
  const cut = parts(text, (part) => part.length <= 8);
  assert.deepEqual(cut, ['satu dua', 'tiga', 'sangatpanjangsekali', 'empat']);
  assert.deepEqual(parts('', () => true), []);
});

test('cuts between sentences where it can; a time of day ends none', () => {
  const fits = (part) => part.length <= 20;
  assert.deepEqual(parts('Gratis. Buka pukul 08.00 saja. Siapkan KTP, ijazah dan foto. Terima kasih!', fits), [
    'Gratis.',
    'Buka pukul 08.00',
    'saja.',
    'Siapkan KTP, ijazah',
    'dan foto.',
    'Terima kasih!',
  ]);
  assert.deepEqual(parts('Satu dua. Tiga empat. Lima enam. Tujuh', fits), ['Satu dua.', 'Tiga empat.', 'Lima enam. Tujuh']);
});
