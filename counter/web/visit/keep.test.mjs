import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetOthers, keep, kept } from './keep.js';
import { emptyDraft, withNik } from './draft.js';

function storage() {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (i) => [...items.keys()][i] ?? null,
    get length() {
      return items.size;
    },
  };
}
const draft = withNik(emptyDraft(), '5202014503010001');

test('a draft comes back to its officer only', () => {
  const store = storage();
  assert.ok(keep(store, 'siti', 't1', draft));
  assert.deepEqual(kept(store, 'siti', 't1'), draft);
  assert.equal(kept(store, 'rina', 't1'), undefined);
});

test('the present and the parked stay, all others go', () => {
  const store = storage();
  store.setItem('loket.language', 'en');
  for (const ticket of ['t1', 't2', 't3', 't4', 't5']) keep(store, 'siti', ticket, draft);
  keep(store, 'rina', 't1', draft);
  forgetOthers(store, 'siti', ['t1', 't4']);
  assert.deepEqual(['t1', 't2', 't3', 't4', 't5'].filter((ticket) => kept(store, 'siti', ticket)), ['t1', 't4']);
  assert.equal(kept(store, 'rina', 't1'), undefined);
  forgetOthers(store);
  assert.equal(kept(store, 'siti', 't1'), undefined);
  assert.equal(store.getItem('loket.language'), 'en');
});

test('a storage that refuses stops nothing', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 1 };
  assert.equal(keep(store, 'siti', 't1', draft), false);
  assert.equal(kept(store, 'siti', 't1'), undefined);
  forgetOthers(store);
});

test('a damaged draft is none', () => {
  const store = storage();
  store.setItem('loket.draft/siti/t1', '{');
  assert.equal(kept(store, 'siti', 't1'), undefined);
});
