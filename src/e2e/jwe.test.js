// Encrypted tokens and published keys, read by two libraries that have nothing to do with the service's, and by the chat.
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import * as jose from 'jose';
import nodeJose from 'node-jose';

import { launchBrowser } from './lib/browser.js';
import { exchange } from './lib/exchange.js';
import { clientsOf, combinations, LIBRARIES, newKoreKey, openAll } from './lib/jwe.js';
import { newRsaKeys } from './lib/keys.js';
import { BOT_NAME, openChat, startPages, WAYS } from './lib/page.js';
import { PATIENT } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { startService } from './lib/service.js';
import { sizes } from './lib/token-sizes.js';

const GUIDE = new URL('../../docs/api.md', import.meta.url);
const RFC_7520 = new URL('../test/resources/rfc7520.json', import.meta.url);
/** Digits, order and escapes that a reader and a writer of JSON would not keep. */
const CUSTOM_DATA = '{ "z":1.00, "a":"caf\\u00e9 \\/ é", "big":12345678901234567890 }';

const kore = newKoreKey();

describe('An encrypted token', () => {
  const all = combinations();
  const encrypted = all.filter(({ alg }) => alg);
  const { clients, verificationKey } = clientsOf(all, kore.publicJwk);
  let service;
  /** What each library found in the token of each combination, by library and name. */
  const opened = {};

  before(async () => {
    service = await startService('jwe', { sts: { caller: { mode: 'open' }, clients } });
    const tokens = [];
    for (const one of encrypted) {
      const token = await tokenFor(one.clientId);
      const signed = { key: verificationKey(one.signing), alg: one.signing };
      for (const library of LIBRARIES) {
        tokens.push({ library, name: one.name, token, key: kore.privateJwk, alg: one.alg, enc: one.enc, signed });
      }
    }
    const results = await openAll(tokens);
    tokens.forEach(({ library, name }, i) => (opened[`${library} ${name}`] = results[i]));
  }, PATIENT);

  after(() => service?.stop(), PATIENT);

  async function tokenFor(clientId) {
    const body = `{"clientId":"${clientId}","identity":"jane@example.com","privateClaims":${CUSTOM_DATA}}`;
    const answer = await exchange(service.stsUrl, { headers: [['Content-Type', 'application/json']], body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json().jwt;
  }

  for (const { name, signing, alg, enc, clientId } of encrypted) {
    for (const library of LIBRARIES) {
      it(`signed by ${signing} and encrypted by ${alg} and ${enc} is read by ${library}`, () => {
        const { error, header, inner } = opened[`${library} ${name}`];
        assert.equal(error, undefined);
        assert.deepEqual({ ...header }, { alg, enc, kid: kore.publicJwk.kid, typ: 'JWT' });
        assert.deepEqual({ ...inner.header }, { alg: signing, typ: 'JWT' });
        const { iat, exp, ...claims } = JSON.parse(inner.payload);
        assert.equal(exp, iat + 3600);
        assert.equal(claims.iss, clientId);
        assert.equal(claims.sub, 'jane@example.com');
        assert.ok(inner.payload.includes(`"privateClaims":${CUSTOM_DATA}`), inner.payload);
      });
    }
  }

  it('is not read with another key', async () => {
    const token = await tokenFor(encrypted[0].clientId);
    const { alg, enc } = encrypted[0];
    const key = { ...newKoreKey().privateJwk };
    const results = await openAll(LIBRARIES.map((library) => ({ library, token, key, alg, enc })));
    assert.deepEqual(
      results.map(({ error, content }) => [typeof error, content]),
      LIBRARIES.map(() => ['string', undefined]),
    );
  });

  it('is as long as docs/api.md says', async () => {
    const table = await sizes(service, all);
    assert.ok(readFileSync(GUIDE, 'utf8').includes(table), `docs/api.md does not have this table:\n${table}`);
  });

  it('is not talked about in the log but once at the start', () => {
    const lines = service.log().split('\n');
    assert.equal(lines.filter((line) => line.includes('RSA1_5 (encryption.algorithm of ')).length, 1);
    const readable = lines.filter((line) => line.includes('can be read by whoever holds a token'));
    assert.equal(readable.length, all.length - encrypted.length);
  });
});

describe('The libraries that read the tokens', () => {
  const { keys, vectors } = JSON.parse(readFileSync(RFC_7520, 'utf8'));
  const tokens = LIBRARIES.flatMap((library) =>
    vectors.map(({ section, compact, key, alg, enc, signedBy, signature }) => ({
      library,
      section,
      token: compact,
      key: keys[key],
      alg,
      enc,
      ...(signedBy && { signed: { key: keys[signedBy], alg: signature } }),
    })),
  );
  let results;

  before(async () => (results = await openAll(tokens)), PATIENT);

  for (const [i, { library, section }] of tokens.entries()) {
    it(`read the example of RFC 7520 §${section}: ${library}`, () => {
      const vector = vectors.find((one) => one.section === section);
      assert.equal(results[i].error, undefined);
      assert.equal(results[i].content, vector.plaintext);
      assert.equal(results[i].inner?.payload, vector.payload);
    });
  }
});

describe('The published keys', () => {
  const keys = { travel: newRsaKeys(), bank: newRsaKeys() };
  let service;

  before(async () => {
    service = await startService('published-keys', {
      sts: {
        'default-client': 'travel',
        caller: { mode: 'open' },
        clients: {
          travel: { 'client-id': 'cs-travel', algorithm: 'RS256', 'private-key': keys.travel.privateKey, 'key-id': 't-1' },
          bank: { 'client-id': 'cs-bank', algorithm: 'RS512', 'private-key': keys.bank.privateKey },
        },
      },
    });
  }, PATIENT);

  after(() => service?.stop(), PATIENT);

  const get = (path) => exchange(`${service.url}/.well-known/${path}`, { method: 'GET' });

  async function tokenOf(clientId) {
    const body = JSON.stringify({ clientId, identity: 'jane@example.com' });
    return (await exchange(service.stsUrl, { headers: [['Content-Type', 'application/json']], body })).json().jwt;
  }

  it('verify tokens with and without kid by a remote set of jose', async () => {
    const remote = jose.createRemoteJWKSet(new URL(`${service.url}/.well-known/jwks.json`));
    for (const [clientId, kid] of [
      ['cs-travel', 't-1'],
      ['cs-bank', undefined],
    ]) {
      const { payload, protectedHeader } = await jose.jwtVerify(await tokenOf(clientId), remote, { issuer: clientId });
      assert.equal(payload.sub, 'jane@example.com');
      assert.equal(protectedHeader.kid, kid);
    }
  });

  it('are a key store of node-jose, with thumbprints for names', async () => {
    const store = await nodeJose.JWK.asKeyStore((await get('jwks.json')).text);
    const { payload } = await nodeJose.JWS.createVerify(store).verify(await tokenOf('cs-travel'));
    assert.equal(JSON.parse(payload).iss, 'cs-travel');
    const bank = await nodeJose.JWK.asKey(keys.bank.publicKey, 'pem');
    assert.equal(store.all({ alg: 'RS512' })[0].kid, nodeJose.util.base64url.encode(await bank.thumbprint('SHA-256')));
  });

  it('are for pasting as PEM', async () => {
    const { text } = await get('travel.pem');
    assert.equal(text, keys.travel.publicKey);
    assert.equal(createPublicKey(text).asymmetricKeyDetails.modulusLength, 2048);
  });
});

describe('The Kore Web SDK with encrypted tokens', () => {
  const keys = newRsaKeys();
  const encryption = (jwk) => ({ 'public-key': JSON.stringify(jwk) });
  const client = (jwk) => ({
    'client-id': 'cs-main',
    algorithm: 'RS256',
    'private-key': keys.privateKey,
    'secure-custom-data': CUSTOM_DATA,
    encryption: encryption(jwk),
  });
  let browser;
  let pages;
  let platform;
  let origin;
  const services = {};

  before(async () => {
    [browser, pages, platform] = await Promise.all([
      launchBrowser(),
      startPages(),
      startPlatform({
        clients: [{ id: 'cs-main', algorithm: 'RS256', key: keys.publicKey }],
        unwrap: async (token) => {
          const { plaintext } = await jose.compactDecrypt(token, await jose.importJWK(kore.privateJwk, 'RSA-OAEP'));
          return Buffer.from(plaintext).toString('utf8');
        },
      }),
    ]);
    origin = pages.originOf('www.shop.test');
    const start = async (name, jwk) => {
      services[name] = await startService(`jwe-${name}`, {
        sts: { caller: { mode: 'open' }, cors: { 'allowed-origins': [origin] }, clients: { main: client(jwk) } },
      });
    };
    await Promise.all([start('right', kore.publicJwk), start('wrong', newKoreKey().publicJwk)]);
  }, PATIENT);

  after(async () => {
    await Promise.all([browser?.close(), pages?.stop(), platform?.stop(), ...Object.values(services).map((s) => s.stop())]);
  }, PATIENT);

  async function open(t, service, way) {
    const identity = 'jane@example.com';
    const chat = await openChat(browser, origin, { stsUrl: service.stsUrl, apiUrl: platform.apiUrl, way, identity });
    t.after(() => chat.close());
    return chat;
  }

  for (const [way, words] of Object.entries(WAYS)) {
    it(`chats by ${words}`, PATIENT, async (t) => {
      const chat = await open(t, services.right, way);
      await chat.showsTitle(BOT_NAME);
      await chat.say('Is this private?');
      await chat.shows('Echo: Is this private?');
      const { assertion, user } = platform.grants.at(-1);
      assert.equal(assertion.split('.').length, 5);
      assert.equal(user.identity, 'cs-main/jane@example.com');
      assert.deepEqual(user.claims.secureCustomData, JSON.parse(CUSTOM_DATA));
    });
  }

  it("shows the platform's message when the service encrypts to another key", PATIENT, async (t) => {
    const chat = await open(t, services.wrong, 'builtIn');
    assert.match(await chat.error(), /^error verifying the jwt: cannot decrypt/);
    assert.equal(platform.grants.at(-1).status, 401);
  });
});
