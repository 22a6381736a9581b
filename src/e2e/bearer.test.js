// The oldest README's request, a bearer token and no body, in the mode that takes the identity from that token.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';

import { exchange } from './lib/exchange.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { PATIENT } from './lib/patience.js';
import { startProvider } from './lib/provider.js';
import { startService } from './lib/service.js';
import { AUDIENCE, bearerOnly, preflight } from './lib/shapes.js';
import { createVerifier } from './lib/verifier.js';

const ORIGIN = 'https://www.example.com';
const API = 'https://sts.example.com';
const JANE = { email: 'jane@example.com', email_verified: true, aud: API };

const secret = newSecret();

describe('The service, asked with a bearer token of the identity provider', () => {
  let provider;
  let service;
  const platform = createVerifier({ clients: [{ id: 'cs-main', algorithm: 'HS256', key: secret }] });

  before(async () => {
    provider = await startProvider();
    const idp = { 'issuer-uri': provider.issuer, 'jwk-set-uri': provider.jwkSetUri, audiences: [API] };
    service = await startService('bearer', {
      spring: { security: { oauth2: { resourceserver: { jwt: idp } } } },
      sts: {
        caller: { mode: 'oidc', oidc: { 'identity-claim': 'email' } },
        cors: { 'allowed-origins': [ORIGIN] },
        clients: { main: { 'client-id': 'cs-main', algorithm: 'HS256', 'client-secret': secret, anonymous: false } },
      },
    });
  }, PATIENT);

  after(async () => {
    await Promise.all([service?.stop(), provider?.stop()]);
  }, PATIENT);

  const ask = (token) => {
    const request = bearerOnly({ origin: ORIGIN, token });
    return exchange(service.url + request.path, request);
  };

  function askWithBody(token, body) {
    const headers = [
      ['Authorization', `Bearer ${token}`],
      ['Content-Type', 'application/json'],
    ];
    return exchange(service.stsUrl, { headers, body: JSON.stringify(body) });
  }

  function assertRefused(answer, status) {
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/);
    assert.equal(typeof answer.json().errors[0].msg, 'string');
    assert.equal(answer.json().jwt, undefined);
  }

  it('takes the identity from the token, without a body', async () => {
    const answer = await ask(provider.token(JANE));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    const { jwt: token } = answer.json();
    jwt.verify(token, secret, { algorithms: ['HS256'], audience: AUDIENCE, issuer: 'cs-main', subject: JANE.email });
    const { identity } = await platform.check(token);
    assert.equal(identity, 'cs-main/jane@example.com');
  });

  it('answers the preflight of such a request, which brings no token', async () => {
    const request = bearerOnly({ origin: ORIGIN, token: '' });
    const answer = await exchange(service.url + request.path, preflight(request));
    assert.ok([200, 204].includes(answer.status), `${answer.status} ${answer.text}`);
    assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    assert.match(answer.headers['access-control-allow-headers'], /\bauthorization\b/i);
  });

  it('takes a body that names the same identity', async () => {
    const answer = await askWithBody(provider.token(JANE), { identity: JANE.email });
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await platform.check(answer.json().jwt)).sub, JANE.email);
  });

  it('refuses a body that names another identity', async () => {
    assertRefused(await askWithBody(provider.token(JANE), { identity: 'root@example.com' }), 403);
  });

  for (const [what, token, status = 401] of [
    ['that is undefined', () => 'undefined'],
    ['that is garbage', () => 'K1234'],
    ['signed with another key', () => provider.token(JANE, newRsaKeys().privateKey)],
    ['that has expired', () => provider.token({ ...JANE, iat: 1_700_000_000, exp: 1_700_000_300 })],
    ['meant for another service', () => provider.token({ ...JANE, aud: 'https://other.example.com' })],
    ['without an audience', () => provider.token({ ...JANE, aud: undefined })],
    ['without the identity', () => provider.token({ aud: API, sub: '4711' }), 403],
    ['with an address that is not verified', () => provider.token({ ...JANE, email_verified: false }), 403],
    ['without a signature', () => jwt.sign(JANE, '', { algorithm: 'none' })],
  ]) {
    it(`refuses a bearer token ${what}`, async () => {
      const answer = await ask(token());
      assertRefused(answer, status);
      assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    });
  }

  it('refuses a request without a bearer token', async () => {
    const headers = [['Content-Type', 'application/json']];
    assertRefused(await exchange(service.stsUrl, { headers, body: '{"identity":"jane@example.com"}' }), 401);
  });
});
