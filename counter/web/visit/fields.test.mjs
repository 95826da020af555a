import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownPath, rowPath } from './fields.js';

test('the server’s names of fields lead to this form’s', () => {
  assert.equal(ownPath('data.education[1].school'), rowPath(1, 'school'));
  assert.equal(ownPath('education[0].year'), 'education.0.year');
  assert.equal(ownPath('data.name'), 'name');
  assert.equal(ownPath('nik'), 'nik');
  assert.equal(ownPath('education'), 'education.0.level');
  assert.equal(ownPath('Name'), 'name');
  assert.equal(ownPath('Skills'), 'experience');
});
