// One HTTP exchange in which nothing is added to the headers and the body, redirected, decoded or forgiven.
import http from 'node:http';

import { PATIENCE_MILLIS } from './patience.js';

/**
 * @param {string} url
 * @param {object} request
 * @param {string} [request.method] POST unless told
 * @param {Array<[string, string]>} [request.headers] sent in this order and spelling, after Host
 * @param {string} [request.body] its UTF-8 bytes are sent with their Content-Length
 * @returns {Promise<{status: number, headers: object, text: string, json: () => any}>}
 */
export function exchange(url, { method = 'POST', headers = [], body = '' }) {
  const target = new URL(url);
  const bytes = Buffer.from(body, 'utf8');
  const length = method === 'POST' ? [['Content-Length', `${bytes.length}`]] : [];
  const all = [['Host', target.host], ['Connection', 'close'], ...headers, ...length];
  return new Promise((resolve, reject) => {
    const request = http.request(target, { method, headers: all.flat(), timeout: PATIENCE_MILLIS }, (response) => {
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
