import assert from 'node:assert/strict';
import test from 'node:test';
import { parts } from './notice.js';

test('cuts between words, loses none, and lets a word that never fits stand alone', () => {
  const text = 'satu dua  tiga sangatpanjangsekali empat';
  const cut = parts(text, (part) => part.length <= 8);
  assert.deepEqual(cut, ['satu dua', 'tiga', 'sangatpanjangsekali', 'empat']);
  assert.deepEqual(parts('', () => true), []);
});
