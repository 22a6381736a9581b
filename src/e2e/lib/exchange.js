// One HTTP exchange in which nothing is added to the headers and the body, redirected, decoded or forgiven.
import http from 'node:http';

import { PATIENCE_MILLIS } from './patience.js';

/**
 * @param {string} url
 * @param {object} request
 * @param {string} [request.method] POST by default
 * @param {Array<[string, string]>} [request.headers] sent in this order and spelling, after Host
 * @param {string} [request.body] its UTF-8 bytes are sent with their Content-Length
 * @returns {Promise<{status: number, headers: object, text: string, json: () => any}>}
 */
export function exchange(url, { method = 'POST', headers = [], body = '' }) {
  const bytes = Buffer.from(body, 'utf8');
  const length = method === 'POST' ? [['Content-Length', `${bytes.length}`]] : [];
  const all = [['Host', new URL(url).host], ['Connection', 'close'], ...headers, ...length];
  return answerTo(http, url, { method, headers: all.flat() }, bytes);
}

/**
 * Sends a request and reads all of its answer, or fails.
 *
 * @param {{request: typeof http.request}} protocol node:http or node:https
 * @param {string} url
 * @param {http.RequestOptions} options with all headers
 * @param {Buffer} bytes the body
 * @returns {Promise<{status: number, headers: object, text: string, json: () => any}>}
 */
export function answerTo(protocol, url, options, bytes) {
  return new Promise((resolve, reject) => {
    const request = protocol.request(url, { ...options, timeout: PATIENCE_MILLIS }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, headers: response.headers, text, json: () => JSON.parse(text) });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer from ${url} in ${PATIENCE_MILLIS} ms`)));
    request.on('error', reject);
    request.end(bytes);
  });
}
