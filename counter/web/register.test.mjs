import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from './app.js';
import { createRegister, monthOf, takes } from './register.js';

test('a month has its last day', () => {
  assert.deepEqual(monthOf('2026-11-24'), { from: '2026-11-01', to: '2026-11-30' });
  assert.deepEqual(monthOf('2028-02-01'), { from: '2028-02-01', to: '2028-02-29' });
  assert.deepEqual(monthOf('2026-12-31'), { from: '2026-12-01', to: '2026-12-31' });
});

test('the spreadsheet is for those who answer for it', () => {
  assert.equal(takes({ roles: ['registrar'] }), false);
  assert.equal(takes({ roles: ['registrar', 'placement_officer'] }), true);
  assert.equal(takes(undefined), false);
});

test('days are read page by page; a search takes their place, and a refused one keeps them', async () => {
  globalThis.HTMLElement = class {};
  globalThis.document = { querySelector: () => null };
  const asked = [];
  const source = {
    now: () => Date.parse('2026-11-23T08:14:00+08:00'),
    readRegister: async (...args) => { asked.push(args); return args[2] ? { entries: ['c'] } : { entries: ['a', 'b'], next: 'n' }; },
    findRegister: async (text) => { if (text === 'ab') throw Object.assign(new Error(), { title: 'pendek', field: 'text' }); return { entries: ['x'], more: true }; },
  };
  const app = createApp(source, () => {});
  app.change({ office: { timezone: 'Asia/Makassar' } });
  const register = createRegister(app);
  await register.open();
  assert.deepEqual(asked[0], ['2026-11-01', '2026-11-30']);
  await register.more();
  assert.deepEqual(asked[1], ['2026-11-01', '2026-11-30', 'n']);
  assert.deepEqual(app.state.register.entries, ['a', 'b', 'c']);
  assert.equal(app.state.register.next, undefined);
  await register.find('ab');
  assert.deepEqual(app.state.register.entries, ['a', 'b', 'c']);
  assert.equal(app.state.problem.title, 'pendek');
  await register.find('siti');
  assert.deepEqual(app.state.register.entries, ['x']);
  assert.equal(app.state.register.more, true);
  register.close();
  assert.equal(app.state.register, undefined);
});
