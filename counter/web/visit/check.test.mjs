import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, doubts } from './check.js';
import { emptyDraft, withField, withNik, withRow } from './draft.js';

const TODAY = '2026-11-23';
const FULL = {
  name: 'Baiq Ani', birthPlace: 'Praya', birthDate: '05-03-2001', sex: 'P', address: 'Jl. Melati 3', religion: 'islam', marital: 'single',
  'education.0.level': 'slta', 'education.0.school': 'SMKN 1 Praya',
};
const full = (changes = {}) =>
  Object.entries({ ...FULL, ...changes }).reduce((draft, [path, text]) => withField(draft, path, text), withNik(emptyDraft(), '5202014503010001'));
const codes = (draft) => check(draft, TODAY).map(({ field, code }) => `${field} ${code}`);

test('a full form has nothing to mend', () => assert.deepEqual(codes(full()), []));

test('an empty form lists what is missing in the order of the papers', () => {
  assert.deepEqual(check(emptyDraft(), TODAY).map(({ field }) => field), [
    'nik', 'name', 'birthPlace', 'birthDate', 'sex', 'address', 'religion', 'marital',
  ]);
  assert.ok(check(emptyDraft(), TODAY).every(({ incomplete }) => incomplete));
});

test('one wrong field, one code', () => {
  const table = [
    [{ name: '   ' }, 'name field.required'],
    [{ name: 'x'.repeat(101) }, 'name field.too_long'],
    [{ name: 'Ani\u0007' }, 'name field.characters'],
    [{ birthDate: '31-02-2001' }, 'birthDate field.date'],
    [{ birthDate: '24-11-2026' }, 'birthDate field.date_future'],
    [{ birthDate: '05-03-1901' }, 'birthDate field.date_past'],
    [{ sex: 'X' }, 'sex field.not_in_list'],
    [{ phone: 'rumah' }, 'phone field.characters'],
    [{ birthPlace: 'x'.repeat(61) }, 'birthPlace field.too_long'],
    [{ 'education.0.level': '' }, 'education.0.level field.required'],
    [{ 'education.0.school': '' }, 'education.0.school field.required'],
    [{ 'education.0.year': '20l9' }, 'education.0.year field.year'],
    [{ 'education.0.year': '2027' }, 'education.0.year field.year'],
    [{ 'education.0.year': '2001' }, 'education.0.year field.year_birth'],
  ];
  for (const [changes, expected] of table) assert.deepEqual(codes(full(changes)), [expected], JSON.stringify(changes));
});

test('somebody who never went to school gets a card too', () =>
  assert.deepEqual(codes(full({ 'education.0.school': '', 'education.0.level': '', 'education.0.major': '', 'education.0.year': '' })), []));

test('the birthday of today and 110 years are possible', () => {
  assert.deepEqual(codes(full({ birthDate: '23-11-2026' })), []);
  assert.deepEqual(codes(full({ birthDate: '01-01-1916' })), []);
});

test('blank rows are not counted, begun rows are', () => {
  assert.deepEqual(codes(withRow(full())), []);
  assert.deepEqual(codes(withField(withRow(full()), 'education.1.major', 'IPA')), ['education.1.level field.required', 'education.1.school field.required']);
});

test('line breaks only in the long text', () => {
  assert.deepEqual(codes(full({ experience: 'Kasir\nSopir' })), []);
  assert.deepEqual(codes(full({ address: 'Jl.\nMelati' })), ['address field.characters']);
});

test('doubts stop nothing', () => {
  const draft = full({ birthDate: '06-03-2001', sex: 'L' });
  assert.deepEqual(codes(draft), []);
  assert.deepEqual(doubts(draft).map(({ code }) => code), ['nik.birth_date_differs', 'nik.sex_differs']);
  assert.deepEqual(doubts(full()), []);
  assert.deepEqual(doubts(emptyDraft()), []);
});
