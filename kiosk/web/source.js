// @ts-check
/** @import {PressAnswer, PressRequest, Source, State} from './types.js' */

/**
 * One exchange with the kiosk program on this machine.
 * @param {string} path @param {RequestInit} init @param {number} patience milliseconds
 */
async function exchange(path, init, patience) {
  let answer, body;
  try {
    answer = await fetch(`/kiosk/${path}`, { ...init, cache: 'no-store', signal: AbortSignal.timeout(patience) });
    body = await answer.json();
  } catch {
    throw { code: 'network', title: '' };
  }
  if (!answer.ok) throw { code: body.code ?? 'network', title: body.title ?? '' };
  return body;
}

/** The kiosk program. @type {Source} */
export const program = {
  state: () => exchange('state', {}, 4000),
  press: (request) => exchange('press', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  }, 25000),
  pressState: (key) => exchange(`press/${key}`, { headers: { 'Accept-Language': document.documentElement.lang } }, 4000),
  printAgain: (key) => exchange(`press/${key}/print`, { method: 'POST', headers: { 'Accept-Language': document.documentElement.lang } }, 25000),
};

/** A new key for a press. crypto.randomUUID is missing on plain http, getRandomValues is not. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
