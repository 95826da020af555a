// @ts-check
// Requests to the server's contract (/api/v1/openapi.json). Errors are thrown as Problem.
import { language, words } from './i18n.js';

const t = words({
  id: {
    network: 'Server tidak dapat dihubungi. Data Anda belum terkirim. Periksa kabel jaringan, lalu coba lagi.',
    unexpected: 'Server menjawab dengan cara yang tidak dikenal ({status}). Coba lagi; jika berulang, hubungi administrator.',
  },
  en: {
    network: 'The server cannot be reached. Nothing was sent. Check the network cable and try again.',
    unexpected: 'The server gave an unknown answer ({status}). Try again; if it happens again, tell the administrator.',
  },
});

/** An error of the contract (RFC 9457). `code` is stable; `network` means that no answer came. */
export class Problem extends Error {
  /** @param {{code: string, title: string, status: number, field?: string, fields?: {field: string, code: string, title: string}[]}} facts */
  constructor({ code, title, status, field, fields }) {
    super(title);
    this.name = 'Problem';
    this.code = code;
    this.title = title;
    this.status = status;
    this.field = field;
    this.fields = fields ?? [];
  }
}

/** @param {Response} response */
async function problem(response) {
  const body = await response.json().catch(() => null);
  if (body && typeof body.code === 'string') return new Problem({ ...body, status: response.status });
  return new Problem({ code: 'unexpected', title: t('unexpected', { status: response.status }), status: response.status });
}

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {unknown} [body]
 * @param {{key?: string, signal?: AbortSignal}} [options] key: the Idempotency-Key
 * @returns {Promise<any>} the JSON answer; undefined where there is none
 */
async function request(method, path, body, { key, signal } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json', 'Accept-Language': language() };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  let response;
  let text;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      signal,
      credentials: 'same-origin',
      cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw await problem(response);
    text = await response.text();
  } catch (error) {
    if (error instanceof Problem || signal?.aborted) throw error;
    throw new Problem({ code: 'network', title: t('network'), status: 0 });
  }
  return text ? JSON.parse(text) : undefined;
}

/** @typedef {{key?: string, signal?: AbortSignal}} Options */
export const api = {
  /** @param {string} path @param {Options} [options] */
  get: (path, options) => request('GET', path, undefined, options),
  /** @param {string} path @param {unknown} [body] @param {Options} [options] */
  post: (path, body, options) => request('POST', path, body, options),
  /** @param {string} path @param {unknown} [body] @param {Options} [options] */
  put: (path, body, options) => request('PUT', path, body, options),
  /** @param {string} path @param {Options} [options] */
  delete: (path, options) => request('DELETE', path, undefined, options),
};
