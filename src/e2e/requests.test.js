// What each of Kore's SDKs sends, byte for byte, is answered with a token that jsonwebtoken and the platform accept.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';

import { exchange } from './lib/exchange.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { PATIENT } from './lib/patience.js';
import { startService } from './lib/service.js';
import { AUDIENCE, FORM, preflight, shapes } from './lib/shapes.js';
import { createVerifier } from './lib/verifier.js';

const PATHS = ['/api/users/sts', '/api/users/sts/', '/users/sts', '/users/sts/'];
const ORIGIN = 'https://www.example.com';
const OTHER_AUDIENCE = 'https://idproxy.kore.ai/authorize';
const MINTED_BEFORE_SECONDS = 60;

const secret = newSecret();
const keys = newRsaKeys();

const clients = {
  main: { 'client-id': 'cs-main', algorithm: 'HS256', 'client-secret': secret },
  hs512: { 'client-id': 'cs-hs512', algorithm: 'HS512', 'client-secret': secret },
  rs256: { 'client-id': 'cs-rs256', algorithm: 'RS256', 'private-key': keys.privateKey },
  rs512: { 'client-id': 'cs-rs512', algorithm: 'RS512', 'private-key': keys.privateKey, 'key-id': 'key-1' },
  kore: { 'client-id': 'cs-kore', algorithm: 'RS256', 'private-key': keys.privateKey, 'claim-names': 'kore', jti: true },
  both: { 'client-id': 'cs-both', algorithm: 'HS256', 'client-secret': secret, 'claim-names': 'both', jti: true },
  wide: { 'client-id': 'cs-wide', algorithm: 'HS256', 'client-secret': secret, 'allowed-audiences': [OTHER_AUDIENCE] },
};

/** What the platform would know of these clients. */
function keyOf({ algorithm }) {
  return algorithm.startsWith('HS') ? secret : keys.publicKey;
}

const registered = Object.values(clients).map((client) => ({
  id: client['client-id'],
  algorithm: client.algorithm,
  key: keyOf(client),
  requireJti: client.jti,
}));

describe('The service, asked as the SDKs ask', () => {
  let service;
  let platform;

  before(async () => {
    platform = createVerifier({ clients: registered, audience: [AUDIENCE, OTHER_AUDIENCE] });
    service = await startService('requests', {
      sts: { 'default-client': 'main', caller: { mode: 'open' }, cors: { 'allowed-origins': [ORIGIN] }, clients },
    });
  }, PATIENT);

  after(() => service?.stop(), PATIENT);

  /** The token of an answer that says all that a good answer must say, and nothing else. */
  function tokenOf(answer) {
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers['content-type'], /^application\/json\b/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers['set-cookie'], undefined);
    const body = answer.json();
    assert.deepEqual(Object.keys(body), ['jwt']);
    return body.jwt;
  }

  function assertReadableBy(origin, answer) {
    assert.equal(answer.headers['access-control-allow-origin'], origin);
    assert.equal(answer.headers['access-control-allow-credentials'], undefined);
    assert.match(answer.headers.vary ?? '', /\borigin\b/i);
  }

  /** Checks the token with jsonwebtoken alone, then as the platform does. */
  async function assertGood(token, name, expected) {
    const client = clients[name];
    const { header, payload } = jwt.verify(token, keyOf(client), {
      algorithms: [client.algorithm],
      audience: expected.aud,
      complete: true,
    });
    assert.deepEqual(header, { alg: client.algorithm, typ: 'JWT', ...(client['key-id'] && { kid: client['key-id'] }) });
    const { iat, exp, ...rest } = payload;
    const age = Date.now() / 1000 - iat;
    assert.ok(age >= 0 && age < MINTED_BEFORE_SECONDS, `iat ${iat} is not now`);
    assert.equal(exp, iat + 3600);
    assert.deepEqual(rest, expected);
    await platform.check(token);
    return payload;
  }

  function ask(name, fields, headers = []) {
    return exchange(service.stsUrl, {
      headers: [['Content-Type', 'application/json'], ...headers],
      body: JSON.stringify({ clientId: clients[name]['client-id'], identity: 'jane', ...fields }),
    });
  }

  for (const name of ['main', 'rs256']) {
    const clientId = clients[name]['client-id'];
    describe(`for ${clientId}`, () => {
      for (const shape of shapes({ origin: ORIGIN, clientId, clientSecret: newSecret() })) {
        it(`${shape.client}: a token at ${shape.path}, and at the other paths`, async () => {
          for (const path of [shape.path, ...PATHS.filter((other) => other !== shape.path)]) {
            const answer = await exchange(service.url + path, shape);
            const signer = shape.namesClient ? name : 'main';
            await assertGood(tokenOf(answer), signer, {
              aud: AUDIENCE,
              iss: clients[signer]['client-id'],
              sub: shape.sub,
              isAnonymous: shape.isAnonymous,
            });
            if (shape.origin) {
              assertReadableBy(shape.origin, answer);
            }
          }
        });
      }
    });
  }

  describe('preflights', () => {
    const asking = shapes({ origin: ORIGIN, clientId: '', clientSecret: '' }).filter((shape) => shape.preflight);

    for (const shape of asking) {
      it(`${shape.client}: may send ${shape.preflight}`, async () => {
        for (const path of PATHS) {
          const answer = await exchange(service.url + path, preflight(shape));
          assert.ok([200, 204].includes(answer.status), `${path}: ${answer.status} ${answer.text}`);
          assertReadableBy(ORIGIN, answer);
          assert.match(answer.headers['access-control-allow-methods'], /\bPOST\b/);
          const allowed = answer.headers['access-control-allow-headers'].toLowerCase().split(/ *, */);
          for (const name of shape.preflight.split(',')) {
            assert.ok(allowed.includes(name), `${name} is not in ${allowed}`);
          }
        }
      });
    }

    it('of a site that is not allowed are refused', async () => {
      for (const shape of asking) {
        const answer = await exchange(service.stsUrl, preflight({ ...shape, origin: 'https://www.example.org' }));
        assert.equal(answer.status, 403);
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
    });
  });

  describe('tokens', () => {
    for (const name of ['main', 'hs512', 'rs256', 'rs512', 'wide']) {
      it(`of ${clients[name].algorithm} for ${clients[name]['client-id']} have the standard claims and no jti`, async () => {
        await assertGood(tokenOf(await ask(name, {})), name, {
          aud: AUDIENCE,
          iss: clients[name]['client-id'],
          sub: 'jane',
          isAnonymous: false,
        });
      });
    }

    it('have the kore_ claims in place of the registered ones where the client says so', async () => {
      const token = tokenOf(await ask('kore', {}));
      const { kore_jti } = jwt.decode(token);
      await assertGood(token, 'kore', { aud: AUDIENCE, kore_iss: 'cs-kore', kore_sub: 'jane', kore_jti, isAnonymous: false });
      assert.ok(kore_jti.length >= 22, `${kore_jti} is too short for 128 random bits`);
    });

    it('have both where the client says so', async () => {
      const token = tokenOf(await ask('both', {}));
      const { jti } = jwt.decode(token);
      await assertGood(token, 'both', {
        aud: AUDIENCE,
        iss: 'cs-both',
        sub: 'jane',
        jti,
        kore_iss: 'cs-both',
        kore_sub: 'jane',
        kore_jti: jti,
        isAnonymous: false,
      });
    });

    it('with a jti are new at every call, and let in once each', async () => {
      const tokens = [];
      for (let call = 0; call < 5; call++) {
        tokens.push(tokenOf(await ask('both', {})));
      }
      assert.equal(new Set(tokens.map((token) => jwt.decode(token).jti)).size, tokens.length);
      for (const token of tokens) {
        await platform.check(token);
        await assert.rejects(platform.check(token), { message: 'error verifying the jwt: possibly a replay' });
      }
    });

    it('without a jti may be sent to the platform again, as Android does', async () => {
      const token = tokenOf(await ask('main', {}));
      await platform.check(token);
      await platform.check(token);
    });

    it('have another audience only where the client allows it', async () => {
      const rest = { sub: 'jane', isAnonymous: false };
      const wide = tokenOf(await ask('wide', { aud: OTHER_AUDIENCE }));
      await assertGood(wide, 'wide', { aud: OTHER_AUDIENCE, iss: 'cs-wide', ...rest });
      const narrow = tokenOf(await ask('main', { aud: OTHER_AUDIENCE }));
      await assertGood(narrow, 'main', { aud: AUDIENCE, iss: 'cs-main', ...rest });
    });

    it('have the identity as text when it came as a number', async () => {
      await assertGood(tokenOf(await ask('main', { identity: 4711 })), 'main', {
        aud: AUDIENCE,
        iss: 'cs-main',
        sub: '4711',
        isAnonymous: false,
      });
    });

    for (const [isAnonymous, said] of [
      [true, true],
      ['true', true],
      [1, true],
      ['1', true],
      [false, false],
      ['false', false],
      [0, false],
      ['0', false],
    ]) {
      it(`say isAnonymous: ${said} when the request says ${JSON.stringify(isAnonymous)}`, async () => {
        const expected = { aud: AUDIENCE, iss: 'cs-main', sub: 'jane', isAnonymous: said };
        await assertGood(tokenOf(await ask('main', { isAnonymous })), 'main', expected);
        const form = await exchange(service.stsUrl, {
          headers: [['Content-Type', FORM]],
          body: `identity=jane&isAnonymous=${isAnonymous}`,
        });
        await assertGood(tokenOf(form), 'main', expected);
      });
    }

    it('of anonymous users without an identity have a new random one each', async () => {
      const subs = [];
      for (let call = 0; call < 5; call++) {
        const token = tokenOf(await ask('main', { identity: '', isAnonymous: true }));
        const { sub } = jwt.decode(token);
        await assertGood(token, 'main', { aud: AUDIENCE, iss: 'cs-main', sub, isAnonymous: true });
        assert.ok(sub.length >= 22, `${sub} is too short for 128 random bits`);
        subs.push(sub);
      }
      assert.equal(new Set(subs).size, subs.length);
    });

    it('cannot be shaped by a header or by what the request calls a claim', async () => {
      const claims = { iss: 'cs-x', sub: 'root', exp: 1, iat: 1, nbf: 1, jti: 'x', kore_sub: 'root', alg: 'none', kid: 'x' };
      const decoration = [
        ['alg', 'none'],
        ['typ', 'at+jwt'],
      ];
      await assertGood(tokenOf(await ask('main', claims, decoration)), 'main', {
        aud: AUDIENCE,
        iss: 'cs-main',
        sub: 'jane',
        isAnonymous: false,
      });
    });
  });

  describe('refusals', () => {
    const refused = [
      ['an unknown client', { body: '{"clientId":"cs-nobody","identity":"jane"}' }],
      ['no identity', { body: '{"clientId":"cs-main"}' }],
      ['no body', { body: '' }],
      ['text that is no JSON', { body: '{"identity":' }],
    ];
    for (const [what, { body }] of refused) {
      it(`of ${what} are problems that the page can read`, async () => {
        const headers = [
          ['Content-Type', 'application/json'],
          ['Origin', ORIGIN],
        ];
        const answer = await exchange(service.stsUrl, { headers, body });
        assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
        assert.match(answer.headers['content-type'], /^application\/problem\+json\b/);
        assertReadableBy(ORIGIN, answer);
        const { jwt: token, status, errors } = answer.json();
        assert.equal(token, undefined);
        assert.equal(status, answer.status);
        assert.equal(errors.length, 1);
        assert.equal(typeof errors[0].msg, 'string');
        assert.notEqual(errors[0].msg, '');
        assert.ok('code' in errors[0]);
      });
    }
  });
});
