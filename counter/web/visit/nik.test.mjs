import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nikProblem, plainNik, sameBirth, sameSex } from './nik.js';

test('the first thing that is wrong', () => {
  const table = {
    '': 'field.required',
    5202: 'nik.length',
    '52020145030100012': 'nik.length',
    '520201450301000A': 'nik.digits',
    '52020145030１0001': 'nik.digits',
    5202013113010001: 'nik.date',
    5202010003010001: 'nik.date',
    5202014003010001: 'nik.date',
    5202013002010001: 'nik.date',
    5202017203010001: 'nik.date',
    5202014503010000: 'nik.serial',
    5202014503010001: undefined,
    5202012902000001: undefined,
    5202017112990001: undefined,
  };
  for (const [nik, code] of Object.entries(table)) assert.equal(nikProblem(nik)?.code, code, nik);
});

test('only what more typing can mend is incomplete', () => {
  assert.equal(nikProblem('520')?.incomplete, true);
  assert.ok(!nikProblem('52020145030100012')?.incomplete);
  assert.ok(!nikProblem('52O')?.incomplete);
});

test('grouped digits are pasted as one number', () => {
  assert.equal(plainNik(' 5202.0145-0301 0001'), '5202014503010001');
});

test('birth date and sex against the number', () => {
  assert.ok(sameBirth('5202014503010001', '2001-03-05'));
  assert.ok(sameBirth('5202014503010001', '1901-03-05'));
  assert.ok(!sameBirth('5202014503010001', '2001-05-03'));
  assert.ok(sameSex('5202014503010001', 'P'));
  assert.ok(sameSex('5202010503010001', 'L'));
  assert.ok(!sameSex('5202010503010001', 'P'));
});
