// @ts-check
/**
 * What the views work with.
 * @typedef {object} Controls
 * @property {import('./app.js').App} app
 * @property {import('./session.js').SessionControl} session
 * @property {import('./desk.js').DeskControl} desk
 * @property {import('./visit/entry.js').EntryControl} entry
 * @property {import('./visit/walk.js').WalkControl} walk
 * @property {import('./signatures.js').SignaturesControl} signatures
 * @property {import('./register.js').RegisterControl} register
 * @property {() => void} print opens the print dialog for the card
 * @property {() => void} otherLanguage
 */

export {};
