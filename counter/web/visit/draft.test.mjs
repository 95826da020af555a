import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDraft, seekerData, untouched, withFacts, withField, withNik, withRow, withoutRow } from './draft.js';

const ANI = '5202014503010001';
const BUDI = '5202010503990002';
const facts = { birthDate: '2001-03-05', sex: 'P', region: 'Praya', warnings: [] };
const person = {
  id: 's1',
  updatedAt: '2025-03-12T09:00:00+08:00',
  warnings: [],
  data: {
    name: 'Baiq Ani', birthPlace: 'Praya', birthDate: '2001-03-05', sex: 'P', marital: 'single', religion: 'islam', address: 'Jl. Melati 3',
    education: [{ level: 'slta', school: 'SMKN 1 Praya', major: 'Akuntansi', year: 2019 }],
  },
};

test('a NIK fills in birth date and sex, to be checked', () => {
  const draft = withFacts(withNik(emptyDraft(), ANI), facts);
  assert.equal(draft.values.birthDate, '05-03-2001');
  assert.equal(draft.values.sex, 'P');
  assert.deepEqual(draft.origin, { birthDate: 'nik', sex: 'nik' });
  assert.equal(draft.seeker, undefined);
});

test('typed values are never overwritten', () => {
  let draft = withField(withNik(emptyDraft(), ANI), 'birthDate', '06-03-2001');
  draft = withField(draft, 'name', 'Ani');
  draft = withField(draft, 'education.0.school', 'SMAN 2');
  draft = withFacts(draft, { ...facts, seeker: person });
  assert.equal(draft.values.birthDate, '06-03-2001');
  assert.equal(draft.values.name, 'Ani');
  assert.equal(draft.education[0].school, 'SMAN 2');
  assert.equal(draft.values.address, 'Jl. Melati 3');
});

test('a known person comes back whole', () => {
  const draft = withFacts(withNik(emptyDraft(), ANI), { ...facts, seeker: person });
  assert.equal(draft.seeker, 's1');
  assert.deepEqual(seekerData(draft), person.data);
});

test('nothing of one person stays under the NIK of another', () => {
  let draft = withFacts(withNik(emptyDraft(), ANI), { ...facts, seeker: person });
  draft = withField(draft, 'address', 'Jl. Mawar 9');
  draft = withFacts(withNik(draft, BUDI), { birthDate: '1999-03-05', sex: 'L', warnings: [] });
  assert.equal(draft.seeker, undefined);
  assert.deepEqual(seekerData(draft), { birthDate: '1999-03-05', sex: 'L', education: [] });
});

test('what an unknown NIK filled in goes with it, what was typed stays', () => {
  let draft = withFacts(withNik(emptyDraft(), ANI), facts);
  draft = withField(draft, 'name', 'Budi');
  draft = withFacts(withNik(draft, BUDI), { birthDate: '1999-03-05', sex: 'L', warnings: [] });
  assert.equal(draft.values.name, 'Budi');
  assert.equal(draft.values.sex, 'L');
  assert.equal(draft.values.birthDate, '05-03-1999');
});

test('asking twice for the same NIK changes nothing', () => {
  const once = withFacts(withNik(emptyDraft(), ANI), { ...facts, seeker: person });
  const edited = withField(once, 'address', 'Jl. Mawar 9');
  assert.deepEqual(withFacts(edited, { ...facts, seeker: person }), edited);
});

test('what is sent: trimmed, a year as a number, blank rows left out', () => {
  let draft = withField(emptyDraft(), 'name', '  Baiq   Ani ');
  draft = withField(draft, 'experience', 'Kasir\n2 tahun');
  draft = withField(withRow(draft), 'education.1.level', 'sd');
  draft = withField(withField(draft, 'education.1.school', ' SDN 1 '), 'education.1.year', '2013');
  assert.deepEqual(seekerData(draft), { name: 'Baiq Ani', experience: 'Kasir\n2 tahun', education: [{ level: 'sd', school: 'SDN 1', year: 2013 }] });
});

test('there is always a row to type in', () => {
  const draft = withoutRow(emptyDraft(), 0);
  assert.equal(draft.education.length, 1);
  assert.ok(untouched(draft));
  assert.ok(!untouched(withNik(draft, '5')));
});
