// @ts-check
import { language, setLanguage } from '/assets/i18n.js';
import { render } from '/assets/lit-html.js';
import { createApp } from './app.js';
import { createDesk } from './desk.js';
import { createEntry } from './visit/entry.js';
import { createRegister } from './register.js';
import { createSession } from './session.js';
import { createSignatures } from './signatures.js';
import { createWalk } from './visit/walk.js';
import { listen } from './keys.js';
import { page } from './views/page.js';
import { server } from './source.js';

const screen = new URLSearchParams(location.search).get('screen');
const canned = screen ? (await import('./screens.js')).canned(screen) : undefined;
const root = /** @type {HTMLElement} */ (document.getElementById('app'));

const app = createApp(canned?.source ?? server, () => render(page(controls), root));
const walk = createWalk(app);
const entry = createEntry(app, walk);
const signatures = createSignatures(app);
const register = createRegister(app);
const desk = createDesk(app, entry, walk, signatures);
const session = createSession(app, desk, signatures);

/** @type {import('./controls.js').Controls} */
const controls = {
  app,
  session,
  desk,
  entry,
  walk,
  signatures,
  register,
  print() {
    const frame = document.querySelector('iframe');
    if (!frame?.contentWindow) return;
    if (app.state.loaded !== app.state.printing) {
      app.change({ printWhenLoaded: true }); // a preview that is still coming would print an empty sheet
      return;
    }
    app.change({ printWhenLoaded: false });
    frame.contentWindow.focus();
    frame.contentWindow.print();
    entry.printed();
  },
  otherLanguage() {
    setLanguage(language() === 'id' ? 'en' : 'id');
    app.change({});
  },
};

listen(controls);
app.change({});
await session.start();
await canned?.play?.(controls);
setInterval(() => app.state.desk?.ticket && app.change({}), 1000);
