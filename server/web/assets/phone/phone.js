// @ts-check
// The ticket on the phone: the server wrote the first view, this keeps it true.
import { alarm, allowSound } from './alarm.js';
import { open } from './source.js';
import { apply } from './ticket-state.js';
import { clock, detail, headline, readWords, t } from './wording.js';

/** @typedef {import('./ticket-state.js').Ticket} Ticket */

const JITTER = 2_000; // many phones hear the same message

const token = location.pathname.split('/').pop() ?? '';
const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
const sound = find('[data-part="sound"]');

/** @type {Ticket | undefined} */ let ticket;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let asking;
let changes = 0;
let most = 0; // the most people that were ahead: the whole length of the bar
let asOf = clock();

/** @param {Ticket} next */
function draw(next) {
  const calledAgain = next.status === 'called' && (ticket?.status !== 'called' || ticket.calls !== next.calls);
  ticket = next;
  document.body.dataset.status = next.status;
  document.title = `${next.number} · ${headline(next)}`;
  find('[data-testid="number"]').textContent = next.number;
  find('[data-testid="headline"]').textContent = headline(next);
  find('[data-testid="detail"]').textContent = detail(next);
  sound.hidden = !['waiting', 'parked'].includes(next.status);
  drawBar(next);
  if (calledAgain) alarm();
}

/** @param {Ticket} next */
function drawBar(next) {
  most = Math.max(most, next.ahead + 1);
  const bar = find('[data-part="bar"]');
  bar.hidden = next.status !== 'waiting';
  const done = (most - next.ahead) / (most + 1);
  /** @type {HTMLElement} */ (bar.firstElementChild).style.transform = `scaleX(${done})`;
}

/** Asks the server where the ticket stands, once for all messages of the next moment. */
function ask() {
  if (asking !== undefined) return;
  asking = setTimeout(async () => {
    const before = changes;
    const answer = await fetch(`/api/v1/follow/${encodeURIComponent(token)}`, { cache: 'no-store' })
      .then((response) => (response.ok ? response.json() : undefined))
      .catch(() => undefined); // the live topic says that the connection is lost
    asking = undefined;
    if (!answer) return;
    if (before === changes) draw(answer);
    else ask(); // a message came meanwhile: the answer may be older than it
  }, Math.random() * JITTER);
}

/** @param {'live' | 'lost'} state */
function drawConnection(state) {
  if (state === 'lost') asOf = clock();
  const line = find('[data-testid="connection"]');
  line.dataset.state = state;
  line.textContent = state === 'lost' ? t('lost', { time: asOf }) : t('live');
  document.body.dataset.old = String(state === 'lost');
}

function start() {
  readWords();
  addEventListener('pointerdown', allowSound, { once: true });
  sound.addEventListener('click', () => {
    if (allowSound()) sound.replaceWith(Object.assign(document.createElement('p'), { className: 'connection', textContent: t('soundOn') }));
  });
  open(token, {
    onSnapshot(snapshot) {
      changes += 1;
      draw(snapshot);
    },
    onMessage(message) {
      if (!ticket) return;
      const next = apply(ticket, message);
      if (next.ticket !== ticket || next.ask) changes += 1;
      if (next.ticket !== ticket) draw(next.ticket);
      if (next.ask) ask();
    },
    onState: drawConnection,
  });
}

// A ticket of another day has nothing to follow.
if (document.body.dataset.status !== 'expired') start();
