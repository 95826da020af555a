// @ts-check
// One place to import lit-html from; the published modules lie unchanged in lit-html/ (see VENDORED.md).
export { html, svg, render, nothing } from './lit-html/lit-html.js';
export { repeat } from './lit-html/directives/repeat.js';
export { live } from './lit-html/directives/live.js';
export { classMap } from './lit-html/directives/class-map.js';
