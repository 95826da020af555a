// @ts-check
import { render } from '/assets/lit-html.js';
import { language, setLanguage } from '/assets/i18n.js';
import { frame } from './frame.js';
import { listenToKeys } from './keys.js';
import { stays } from './number.js';
import { newKey, program } from './source.js';
import { t } from './words.js';
/** @import {Acts, Language, Model, Service, Source, Step, Trouble} from './types.js' */

const REFRESH = 2000; // ms between two looks at the services
const IDLE = 60_000; // ms without a touch until the next person is greeted
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
  large: false, contrast: false, reach: false,
};
let idle = 0;

function draw() {
  const { dataset } = document.documentElement;
  dataset.text = model.large ? 'large' : 'normal';
  dataset.contrast = model.contrast ? 'high' : 'normal';
  dataset.reach = model.reach ? 'low' : 'normal';
  document.title = t('page.title', { queue: model.state?.queueWord ?? '' });
  render(frame(model, acts), root);
}

/** @param {Step} step @param {Partial<Model>} [changes] */
function go(step, changes = {}) {
  const moved = step !== model.step;
  Object.assign(model, changes, { step });
  draw();
  if (moved) root.querySelector('h1')?.focus({ preventScroll: true });
  watchIdle();
}

/** Starts the time anew after which the screen greets the next person. */
function watchIdle() {
  clearTimeout(idle);
  if (model.step !== 'taking') idle = setTimeout(restart, model.answer && model.step === 'number' ? stays(model.answer) * 1000 : IDLE);
}

function restart() {
  setLanguage(home);
  go('services', {
    service: null, priority: false, request: null, answer: null, trouble: null, large: false, contrast: false, reach: false,
  });
}

/** Makes or repeats the press in model.request. The same key each time: one press is one number. */
async function take() {
  const request = model.request;
  if (!request) return;
  go('taking');
  try {
    go('number', { answer: await persist(() => source.press(request)) });
    while (model.request === request && model.answer?.paper === 'pending') {
      await pause(1000);
      const answer = await persist(() => source.pressState(request.key));
      if (model.request === request) go('number', { answer });
    }
  } catch (error) {
    if (model.request === request && model.step === 'taking') go('trouble', { trouble: /** @type {Trouble} */ (error) });
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
    if (model.step !== 'services' || !service.open || !model.state?.online) return;
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
  retry: () => { if (model.step === 'trouble') take(); },
  back: () => (model.step === 'missing' ? go('papers') : go('services', { service: null })),
  home: restart,
  toggleLanguage() {
    setLanguage(language() === 'id' ? 'en' : 'id');
    go(model.step);
  },
  toggle(name) {
    model[name] = !model[name];
    go(model.step);
  },
};

async function follow() {
  for (;;) {
    try {
      model.state = await source.state();
    } catch {
      if (model.state) model.state = { ...model.state, online: false };
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
    Object.assign(model, screen.model, { large: asked.has('large'), contrast: asked.has('contrast'), reach: asked.has('reach') });
  }
  draw();
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => model.step === 'number' || watchIdle());
  listenToKeys(model, acts);
  follow();
}

start();
