// @ts-check
// The waiting room's board: wires the live topic to the view.
import { apply, callOf, fromSnapshot, missed, newDay, recent } from './board-state.js';
import { callQueue } from './call-queue.js';
import { officeClock } from './clock.js';
import { showNotice } from './notice.js';
import { open } from './source.js';
import * as view from './view.js';

/** @typedef {import('./board-state.js').State} State */
/** @typedef {import('./board-state.js').Call} Call */

const FRESH = 6_000; // as long as the voice speaks

/** @type {State | undefined} */ let state;
/** @type {Call[]} */ let shown = []; // latest first; behind state.calls while calls still wait to be shown
/** @type {ReturnType<typeof officeClock> | undefined} */ let clock;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let fading;

const queue = callQueue((call) => {
  shown = [call, ...shown].slice(0, 12);
  view.noteCall(call);
  view.drawCalls(call, recent(shown));
  view.drawFresh(true);
  clearTimeout(fading);
  fading = setTimeout(() => view.drawFresh(false), FRESH);
});

/** Starts from these calls as already known: nothing is new, nothing turns yellow. @param {Call[]} calls */
function startWith(calls) {
  queue.clear();
  clearTimeout(fading);
  shown = calls;
  view.forgetCalls();
  [...calls].reverse().forEach(view.noteCall);
  view.drawFresh(false);
  view.drawCalls(shown[0], recent(shown));
}

const handlers = {
  /** @param {any} board */
  onSnapshot(board) {
    const next = fromSnapshot(board);
    const calls = missed(state, next);
    const turned = state?.notice !== next.notice;
    state = next;
    clock = officeClock(board.now);
    view.drawClock(clock);
    view.drawState(state);
    if (turned) notice(next.notice); // after the clock, which leaves it its room
    if (calls) calls.forEach(queue.push);
    else startWith(state.calls);
  },
  /** @param {any} message */
  onMessage(message) {
    if (!state) return;
    state = apply(state, message);
    view.drawState(state);
    if (message.type === 'ticket.called') queue.push(callOf(message));
  },
  onState: view.drawConnection,
};

/** @param {string} text */
const notice = (text) => showNotice(/** @type {HTMLElement} */ (document.querySelector('[data-testid="notice"]')), text);

let source = open(handlers);

/** Yesterday's calls go at midnight of the office; what is true today comes from the server. @param {string} day */
function turnDay(day) {
  if (!state) return;
  state = newDay(state, day);
  view.drawState(state);
  startWith([]);
  source.close();
  source = open(handlers);
}

function tick() {
  if (clock && state) {
    view.drawClock(clock);
    if (clock.day() > state.day) turnDay(clock.day());
  }
  setTimeout(tick, clock ? clock.untilTick() : 1_000);
}

if (new URLSearchParams(location.search).get('theme') === 'dark') document.documentElement.dataset.theme = 'dark';
view.drawWords();
tick();

/** What is fitted to its room is fitted again when the room or the letters change. */
function refit() {
  view.refit();
  notice(state?.notice ?? '');
}
addEventListener('resize', refit);
document.fonts?.addEventListener('loadingdone', refit);
