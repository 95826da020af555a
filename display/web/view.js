// @ts-check
// Draws the board. Plain DOM: televisions keep their browser for ten years.
import { language, say } from '/assets/i18n.js';
import { t } from './wording.js';

/** @typedef {import('./board-state.js').State} State */
/** @typedef {import('./board-state.js').Call} Call */

const KEPT = 50;

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
/** @param {string} name */
const part = (name) => find(`[data-part="${name}"]`);
/** @param {string} name */
const marked = (name) => find(`[data-testid="${name}"]`);

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text = '') {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Touches the page only where the text changed. @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} element @param {string} number such as A-012 */
function writeNumber(element, number) {
  if (element.textContent === number) return;
  const [before, ...after] = number.split('-');
  element.replaceChildren(before, ...after.flatMap((rest) => [make('span', 'dash', '-'), rest]));
}

/** Makes a line smaller until it fits its box; office and counter names are the office's own. @param {HTMLElement} element */
function fit(element) {
  element.style.fontSize = '';
  const room = element.clientWidth / element.scrollWidth;
  if (room < 1) element.style.fontSize = `${parseFloat(getComputedStyle(element).fontSize) * room * 0.98}px`;
}

/** "Loket 3" in its word and its digits; a name without digits is all word. @param {string} name */
function splitName(name) {
  const [, word, digits] = /^(.*?)\s*(\d{1,3})$/.exec(name) ?? [];
  return digits ? { word, digits } : { word: name, digits: '' };
}

export function drawWords() {
  document.title = t('title');
  write(part('number-label'), t('number'));
  write(part('counter-label'), t('counter'));
  write(part('before-title'), t('before'));
  write(part('waiting-title'), t('waiting'));
  write(part('counters-title'), t('counters'));
  part('nothing').replaceChildren(make('strong', '', t('nothing')), make('span', '', t('nothingHint')));
}

/** @param {State} state */
export function drawState(state) {
  write(part('office'), state.office);
  marked('services').replaceChildren(...state.services.map(serviceRow));
  marked('services').dataset.few = String(state.services.length < 5);
  const open = state.counters.filter((counter) => counter.open);
  const rows = open.map(counterRow);
  marked('counters').replaceChildren(...(rows.length ? rows : [make('li', 'none', t('noCounters'))]));
  marked('counters').dataset.many = String(open.length > 4);
}

/** @param {import('./board-state.js').Service} service */
function serviceRow(service) {
  const row = make('li', 'service');
  row.dataset.service = service.id;
  row.append(make('span', 'letter', service.letter), make('span', 'name', say(service.name)), make('strong', 'count', String(service.waiting)));
  return row;
}

/** @param {import('./board-state.js').Counter} counter */
function counterRow(counter) {
  const row = make('li', 'counter-row');
  row.dataset.counter = counter.id;
  row.append(make('span', 'name', counter.name), make('strong', 'at', counter.number ?? '–'));
  return row;
}

/** The call on show and the three before it. @param {Call | undefined} call @param {Call[]} before */
export function drawCalls(call, before) {
  marked('present').dataset.empty = String(!call);
  writeNumber(marked('present-number'), call?.number ?? '');
  const { word, digits } = splitName(call?.counterName ?? '');
  write(part('counter-word'), word);
  write(part('counter-digits'), digits);
  write(part('again'), call && call.call > 1 ? t('again', { call: call.call }) : '');
  marked('recents').replaceChildren(
    ...before.map((old) => {
      const row = make('li', 'old');
      row.dataset.testid = 'recent';
      row.append(make('strong', 'old-number', old.number), make('span', 'old-counter', old.counterName));
      return row;
    }),
  );
  refit();
}

export function refit() {
  [marked('present-number'), part('counter-word'), part('counter-label'), part('counter-digits'), part('office')].forEach(fit);
}

/** Turns the field yellow or back. @param {boolean} fresh */
export function drawFresh(fresh) {
  marked('present').classList.toggle('fresh', fresh);
}

/** Adds to the list of the last 50 calls that were shown. @param {Call} call */
export function noteCall(call) {
  const list = marked('calls');
  const row = make('li', '', `${call.number} ${call.counterName}`);
  Object.assign(row.dataset, { seq: call.seq, number: call.number, counter: call.counter, call: call.call });
  list.append(row);
  if (list.children.length > KEPT) list.firstElementChild?.remove();
}

export function forgetCalls() {
  marked('calls').replaceChildren();
}

/** @param {'live' | 'lost'} connection */
export function drawConnection(connection) {
  find('.board').dataset.connection = connection;
  marked('connection').dataset.state = connection;
  write(marked('connection'), connection === 'lost' ? t('lost') : '');
}

/** @param {ReturnType<typeof import('./clock.js').officeClock>} clock */
export function drawClock(clock) {
  write(marked('clock'), clock.time(language()));
  write(part('date'), clock.date(language()));
}
