// See run.sh.
import { readFileSync } from 'node:fs';
import http from 'node:http';

import { newKoreKey } from '../../e2e/lib/jwe.js';
import { newRsaKeys, newSecret } from '../../e2e/lib/keys.js';
import { Service } from '../../attack/service.mjs';

const REQUESTS = Number(process.argv[2]);
const FIRST = Math.floor(REQUESTS / 10);
const CONNECTIONS = 16;
const MOST_GROWTH = 0.05;

const service = await Service.start({
  'sts.caller.mode': 'open',
  'sts.default-client': 'travel',
  'sts.clients.travel.allowed-claims': 'identityToMerge, privateClaims',
  'sts.clients.bank.client-id': 'cs-bank',
  'sts.clients.bank.algorithm': 'RS256',
  'sts.clients.bank.private-key': newRsaKeys().privateKey,
  'sts.clients.bank.jti': true,
  'sts.clients.old.client-id': 'cs-old',
  'sts.clients.old.algorithm': 'HS512',
  'sts.clients.old.client-secret': newSecret(),
  'sts.clients.old.claim-names': 'both',
  'sts.clients.old.encryption.public-key': JSON.stringify(newKoreKey().publicJwk),
  'sts.clients.old.encryption.algorithm': 'RSA-OAEP',
  'sts.clients.old.encryption.method': 'A128GCM',
});

let anonymous = '';
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const post = (type, body, path = '/api/users/sts') => ({ method: 'POST', path, type, body });
const get = (path) => ({ method: 'GET', path });

/** For each kind the status that it gets, and the request number n of it. */
const KINDS = {
  json: [200, (n) => post(JSON_TYPE, `{"identity":"user-${n}@example.com"}`)],
  'a number': [200, (n) => post(JSON_TYPE, `{"identity":${n}}`, '/users/sts/')],
  form: [200, (n) => post(FORM_TYPE, `identity=user-${n}%40example.com&isAnonymous=0`, '/users/sts')],
  rsa: [200, (n) => post(JSON_TYPE, `{"clientId":"cs-bank","identity":"user-${n}"}`)],
  encrypted: [200, (n) => post(JSON_TYPE, `{"clientId":"cs-old","identity":"user-${n}"}`)],
  claims: [200, (n) => post(JSON_TYPE, `{"identity":"u","privateClaims":{"k${n}":[${n}]},"identityToMerge":"m${n}"}`)],
  anonymous: [200, () => post(JSON_TYPE, '{"isAnonymous":true}')],
  merge: [200, (n) => post(JSON_TYPE, `{"identity":"user-${n}","anonymousJwt":"${anonymous}"}`)],
  'forged anonymousJwt': [400, (n) => post(JSON_TYPE, `{"identity":"u","anonymousJwt":"${anonymous}${n}"}`)],
  'unknown keys': [200, (n) => post(JSON_TYPE, `{"identity":"u","key-${n}-${'x'.repeat(200)}":{"\\u0100${n}":${n}}}`)],
  'broken json': [400, (n) => post(JSON_TYPE, `{"identity":"${n}`)],
  'broken form': [400, (n) => post(FORM_TYPE, `identity=%f${n % 10}%zz`)],
  'no identity': [400, () => post(JSON_TYPE, '{}')],
  'no such client': [400, (n) => post(JSON_TYPE, `{"identity":"u","clientId":"cs-${n}"}`)],
  'another type': [415, (n) => post('text/plain', `${n}`)],
  'too large': [413, (n) => post(JSON_TYPE, `{"identity":"${n}${'x'.repeat(16 * 1024)}"}`)],
  'another method': [405, () => get('/api/users/sts')],
  'no such path': [404, (n) => get(`/path-${n}`)],
  'key set': [200, () => get('/.well-known/jwks.json')],
  pem: [200, () => get('/.well-known/bank.pem')],
  description: [200, () => get('/openapi.yaml')],
};
const kinds = Object.entries(KINDS);

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
function ask({ method, path, type, body }) {
  return new Promise((resolve, reject) => {
    const headers = type ? { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) } : {};
    const request = http.request({ host: '127.0.0.1', port: service.port, path, method, agent, headers, timeout: 60_000 }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 60 s')));
    request.on('error', reject);
    request.end(body);
  });
}

function residentKiB() {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8'))[1]);
}

let next = 0;
let wrong = 0;
async function worker(end) {
  while (next < end) {
    const n = next++;
    const [name, [status, request]] = kinds[n % kinds.length];
    const answer = await ask(request(n)).catch((error) => ({ status: 0, text: error.message }));
    if (answer.status !== status && !(name === 'too large' && answer.status === 0)) {
      if ((wrong += 1) <= 10) {
        console.log(`${name}: ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`);
      }
    }
    if (name === 'anonymous' && answer.status === 200) {
      anonymous = JSON.parse(answer.text).jwt;
    }
  }
}
async function upTo(end) {
  await Promise.all(Array.from({ length: CONNECTIONS }, () => worker(end)));
  return residentKiB();
}

anonymous = JSON.parse((await ask(KINDS.anonymous[1]())).text).jwt;
const first = await upTo(FIRST);
console.log(`${FIRST} requests: ${Math.round(first / 1024)} MiB resident`);
for (let part = 2; part < 10; part++) {
  console.log(`${part * FIRST} requests: ${Math.round((await upTo(part * FIRST)) / 1024)} MiB resident`);
}
const last = await upTo(REQUESTS);
console.log(`${REQUESTS} requests: ${Math.round(last / 1024)} MiB resident, ${wrong} wrong answers`);
agent.destroy();
await service.terminate(30);
service.kill();
const passed = (wrong === 0) + (last <= first * (1 + MOST_GROWTH));
console.log(`soak: ${passed} passed, ${2 - passed} failed`);
process.exitCode = passed === 2 ? 0 : 1;
