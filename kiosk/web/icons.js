// @ts-check
import { svg } from '/assets/lit-html.js';

/** @param {unknown} shapes @param {string} [kind] */
const icon = (shapes, kind = 'icon') => svg`<svg class=${kind} viewBox="0 0 48 48" aria-hidden="true">${shapes}</svg>`;

/** A sheet with a folded corner. */
const sheet = svg`<path d="M11 4h18l9 9v31H11z"/><path d="M29 4v9h9"/>`;

/** The papers of the contract, each drawn as what it is. @type {Record<string, unknown>} */
const papers = {
  ktp: svg`<rect x="3" y="10" width="42" height="28" rx="3"/><rect x="30" y="17" width="10" height="13"/><path d="M8 18h16M8 24h16M8 30h10"/>`,
  ijazah: svg`<rect x="3" y="8" width="42" height="28" rx="2"/><path d="M12 16h24M16 22h16"/><circle cx="24" cy="32" r="5"/><path d="m21 37-2 8 5-3 5 3-2-8"/>`,
  photo: svg`<rect x="12" y="4" width="24" height="32"/><circle cx="24" cy="15" r="5"/><path d="M15 32c0-7 4-10 9-10s9 3 9 10M18 41h24V12"/>`,
  letter: svg`${sheet}<path d="M17 20h15M17 26h15M17 32h9"/>`,
  card: svg`<rect x="3" y="10" width="42" height="28" rx="3"/><path d="M24 10v28M8 17h11M8 23h11M8 29h7"/><path d="m29 25 4 4 7-8"/>`,
  police: svg`${sheet}<path d="m24.500 18 6 2v6c0 5-3 8-6 9-3-1-6-4-6-9v-6z"/>`,
};

/** @param {string} key an unknown paper is a plain sheet */
export const paperIcon = (key) => icon(papers[key] ?? svg`${sheet}<path d="M17 22h15M17 30h15"/>`);

export const check = icon(svg`<path d="m8 25 11 11 21-24"/>`, 'icon check');

const tools = {
  large: svg`<path d="M3 38 13 13l10 25M7 30h12M27 38l8-19 8 19M30 32h10"/>`,
  contrast: svg`<circle cx="24" cy="24" r="18"/><path class="solid" d="M24 6a18 18 0 0 1 0 36z"/>`,
  voice: svg`<path class="solid" d="M6 18h8l10-9v30l-10-9H6z"/><path d="M30 17a10 10 0 0 1 0 14M36 11a18 18 0 0 1 0 26"/>`,
  reach: svg`<rect x="10" y="4" width="28" height="40" rx="3"/><path class="solid" d="M10 26h28v15a3 3 0 0 1-3 3H13a3 3 0 0 1-3-3z"/>`,
};

/** @param {import('./types.js').Tool} name */
export const toolIcon = (name) => icon(tools[name], 'icon small');
