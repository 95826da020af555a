// @ts-check
import { render } from '/assets/lit-html.js';
import { language, setLanguage } from '/assets/i18n.js';
import { frame } from './frame.js';
import { listenToKeys } from './keys.js';
import { stays } from './number.js';
import { mayPrintAgain } from './printer.js';
import { newKey, program } from './source.js';
import { hush, speak, spoken } from './voice.js';
import { t } from './words.js';
/** @import {Acts, Language, Model, PressAnswer, PressRequest, Source, Step, Trouble} from './types.js' */

const REFRESH = 2000; // ms between two looks at the services
const READ = 2000; // ms for which a number without paper stays, whatever is pressed: that was meant for the step before
const PATIENCE = 20_000; // ms for which a press is repeated while the kiosk program itself does not answer

const asked = new URLSearchParams(location.search);
/** The language of the next person. @type {Language} */
const home = asked.get('lang') === 'en' ? 'en' : 'id';
const root = /** @type {HTMLElement} */ (document.getElementById('kiosk'));

/** @type {Source} */
let source = program;
/** @type {Model} */
const model = {
  step: 'services', state: null, service: null, priority: false, request: null, answer: null, trouble: null,
  large: false, contrast: false, reach: false, voice: false,
};
let idle = 60_000; // ms without a touch until the next person is greeted
let ending = 0; // the timer of that
let since = 0; // when the step began

function draw() {
  const { dataset } = document.documentElement;
  dataset.text = model.large ? 'large' : 'normal';
  dataset.contrast = model.contrast ? 'high' : 'normal';
  dataset.reach = model.reach ? 'low' : 'normal';
  document.title = t('page.title', { queue: model.state?.queueWord ?? '' });
  render(frame(model, acts), root);
  if (model.voice) speak(spoken(model), language());
}

/** @param {Step} step @param {Partial<Model>} [changes] */
function go(step, changes = {}) {
  const moved = step !== model.step;
  Object.assign(model, changes, { step });
  if (moved) since = performance.now();
  draw();
  if (moved) root.querySelector('h1')?.focus({ preventScroll: true });
  watchIdle();
}

/** Starts the time anew after which the screen greets the next person. */
function watchIdle() {
  clearTimeout(ending);
  if (model.step !== 'taking') ending = setTimeout(restart, model.answer && model.step === 'number' ? stays(model.answer) * 1000 : idle);
}

function restart() {
  setLanguage(home);
  hush();
  go('services', {
    service: null, priority: false, request: null, answer: null, trouble: null,
    large: false, contrast: false, reach: false, voice: false,
  });
}

/** Makes or repeats the press in model.request. The same key each time: one press is one number. */
async function take() {
  const request = model.request;
  if (!request) return;
  go('taking', { trouble: null });
  try {
    await settle(request, await persist(() => source.press(request)));
  } catch (error) {
    if (model.request === request && model.step === 'taking') go('trouble', { trouble: /** @type {Trouble} */ (error) });
  }
}

/** Shows the number until it is known what became of its paper. @param {PressRequest} request @param {PressAnswer} answer */
async function settle(request, answer) {
  for (let now = answer; model.request === request;) {
    go('number', { answer: now });
    if (now.paper !== 'pending') return;
    await pause(1000);
    now = await persist(() => source.pressState(request.key));
  }
}

/** Asks for the paper once more. Not repeated: each time it is asked, a paper may come. */
async function printAgain() {
  const { request, answer } = model;
  if (model.step !== 'number' || !request || !answer || !mayPrintAgain(model)) return;
  go('number', { answer: { ...answer, paper: 'pending' } });
  try {
    await settle(request, await source.printAgain(request.key));
  } catch (error) {
    if (model.request === request) go('number', { answer, trouble: /** @type {Trouble} */ (error) });
  }
}

/** @template T @param {() => Promise<T>} attempt @returns {Promise<T>} */
async function persist(attempt) {
  for (const end = performance.now() + PATIENCE; ;) {
    try {
      return await attempt();
    } catch (error) {
      const { code } = /** @type {Trouble} */ (error);
      if (performance.now() > end || !['network', 'kiosk.starting'].includes(code)) throw error;
      await pause(1000);
    }
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @type {Acts} */
const acts = {
  choose(service) {
    if (model.step !== 'services' || !service.open || !(model.state?.online || model.state?.offline)) return;
    if (service.papers.length > 0) return go('papers', { service });
    model.service = service;
    acts.complete();
  },
  togglePriority() {
    model.priority = !model.priority;
    go(model.step);
  },
  complete() {
    if (model.step === 'taking' || model.step === 'number' || !model.service) return;
    model.request = { key: newKey(), service: model.service.id, priority: model.priority, language: language() };
    take();
  },
  missing: () => go('missing'),
  printAgain,
  retry: () => { if (model.step === 'trouble') take(); },
  back: () => (model.step === 'missing' ? go('papers') : go('services', { service: null })),
  home() {
    const first = model.step === 'number' && model.answer?.paper !== 'printed';
    if (!first || performance.now() - since > READ) restart();
  },
  toggleLanguage() {
    setLanguage(language() === 'id' ? 'en' : 'id');
    go(model.step);
  },
  toggle(name) {
    model[name] = !model[name];
    if (!model.voice) hush();
    go(model.step);
  },
};

async function follow() {
  for (;;) {
    const before = model.state?.printer.state;
    try {
      model.state = await source.state();
      // New paper while whoever missed it still stands here: nothing came out, so it is no copy.
      if (before === 'paper_out' && model.answer?.paper === 'failed' && model.answer.cause === before) printAgain();
    } catch {
      if (model.state) model.state = { ...model.state, online: false, offline: false };
    }
    draw();
    await pause(REFRESH);
  }
}

async function start() {
  setLanguage(home);
  const canned = asked.get('screen');
  if (canned) {
    const screen = (await import('./screens.js')).open(canned);
    source = screen.source;
    if (asked.has('idle')) idle = Number(asked.get('idle')) * 1000;
    Object.assign(model, screen.model, { large: asked.has('large'), contrast: asked.has('contrast'), reach: asked.has('reach') });
  }
  go(model.step);
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => model.step === 'number' || watchIdle());
  listenToKeys(model, acts);
  follow();
}

start();
