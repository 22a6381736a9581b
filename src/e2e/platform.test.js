// The fake platform refuses what the platform refuses: otherwise its acceptance of a token would mean nothing.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';
import WebSocket from 'ws';

import { newRsaKeys, newSecret } from './lib/keys.js';
import { startPlatform } from './lib/platform.js';

const AUDIENCE = 'https://idproxy.kore.com/authorize';
const HS = 'cs-hs';
const RS = 'cs-rs';
const STRICT = 'cs-strict';

const secret = newSecret();
const strictSecret = newSecret();
const rsa = newRsaKeys();
const otherRsa = newRsaKeys();
const seconds = () => Math.floor(Date.now() / 1000);

/** The claims of a good token, without those that are given as undefined. */
function claims(changes = {}) {
  const all = {
    iat: seconds(),
    exp: seconds() + 3600,
    aud: AUDIENCE,
    iss: HS,
    sub: 'jane@example.com',
    isAnonymous: false,
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Signs whatever the claims are: jsonwebtoken's own sign() would refuse some of the wrong ones. */
function signHs256(payload, key = secret, header = { alg: 'HS256', typ: 'JWT' }) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

describe('The fake platform', () => {
  let platform;

  before(async () => {
    platform = await startPlatform({
      clients: [
        { id: HS, algorithm: 'HS256', key: secret },
        { id: RS, algorithm: 'RS256', key: rsa.publicKey },
        { id: STRICT, algorithm: 'HS512', key: strictSecret, requireJti: true },
      ],
    });
  });

  after(() => platform?.stop());

  const call = (path, options) => fetch(new URL(path, platform.apiUrl), options);

  async function grant(assertion) {
    const response = await call('oAuth/token/jwtgrant', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://shop.test' },
      body: JSON.stringify({ assertion, botInfo: {}, token: {} }),
    });
    return { status: response.status, body: await response.json() };
  }

  async function accepts(assertion) {
    const { status, body } = await grant(assertion);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  async function refuses(assertion, reason) {
    const before = platform.grants.length;
    const { status, body } = await grant(assertion);
    assert.equal(status, 401);
    assert.deepEqual(body, { errors: [{ msg: `error verifying the jwt: ${reason}`, code: 401 }] });
    assert.equal(platform.grants.length, before + 1);
    assert.equal(platform.grants.at(-1).status, 401);
  }

  describe('lets in', () => {
    it('an HS256 token of jsonwebtoken', async () => {
      const body = await accepts(jwt.sign(claims(), secret, { algorithm: 'HS256' }));
      assert.equal(body.userInfo.identity, 'cs-hs/jane@example.com');
      assert.equal(body.authorization.token_type, 'bearer');
    });

    it('an RS256 token of jsonwebtoken', async () => {
      const body = await accepts(jwt.sign(claims({ iss: RS }), rsa.privateKey, { algorithm: 'RS256' }));
      assert.equal(body.userInfo.identity, 'cs-rs/jane@example.com');
    });

    it('an HS512 token signed with a secret of 44 characters', async () => {
      await accepts(jwt.sign(claims({ iss: STRICT, jti: randomUUID() }), strictSecret, { algorithm: 'HS512' }));
    });

    it('the token that the refusal tests make when nothing is wrong with it', () => accepts(signHs256(claims())));

    it('a token with jti that ends in an hour, once', () => accepts(signHs256(claims({ jti: randomUUID() }))));

    it('a token that ends after more than an hour if it has no jti', () =>
      accepts(signHs256(claims({ exp: seconds() + 7200 }))));

    it('the same token without jti twice', async () => {
      const token = signHs256(claims());
      await accepts(token);
      await accepts(token);
    });

    it('an anonymous user', () => accepts(signHs256(claims({ sub: randomUUID(), isAnonymous: true }))));

    it('the kore_ claims in place of the registered ones', async () => {
      const body = await accepts(
        signHs256(claims({ iss: undefined, sub: undefined, kore_iss: HS, kore_sub: 'k', kore_jti: randomUUID() })),
      );
      assert.equal(body.userInfo.identity, 'cs-hs/k');
    });

    it('the kore_ claims before registered ones that are already taken', async () => {
      const body = await accepts(
        signHs256(claims({ iss: 'https://login.example.com', sub: '4711', kore_iss: HS, kore_sub: 'jane' })),
      );
      assert.equal(body.userInfo.identity, 'cs-hs/jane');
    });

    it('identityToMerge, privateClaims and secureCustomData of the right types', () =>
      accepts(signHs256(claims({ identityToMerge: 'a1', privateClaims: { a: 1 }, secureCustomData: { b: [2] } }))));
  });

  describe('refuses', () => {
    const refusals = [
      ['no assertion', () => undefined, 'jwt must be provided'],
      ['an assertion that is no text', () => 42, 'jwt must be provided'],
      ['garbage', () => 'garbage', 'jwt malformed'],
      ['a wrong secret', () => signHs256(claims(), newSecret()), 'invalid signature'],
      ['a secret decoded from base64', () => signHs256(claims(), Buffer.from(secret, 'base64')), 'invalid signature'],
      [
        'a wrong private key',
        () => jwt.sign(claims({ iss: RS }), otherRsa.privateKey, { algorithm: 'RS256' }),
        'invalid signature',
      ],
      ['changed claims', () => tampered(signHs256(claims())), 'invalid signature'],
      ['a cut signature', () => signHs256(claims()).slice(0, -4), 'invalid signature'],
      ['no signature', () => `${signHs256(claims()).split('.').slice(0, 2).join('.')}.`, 'jwt signature is required'],
      ['alg none', () => jwt.sign(claims(), '', { algorithm: 'none' }), 'jwt signature is required'],
      [
        "another algorithm than the client's",
        () => jwt.sign(claims(), secret, { algorithm: 'HS512' }),
        'invalid algorithm',
      ],
      [
        'HS256 over the public key',
        () => signHs256(claims({ iss: RS }), rsa.publicKey),
        'invalid algorithm',
      ],
      ['another typ', () => signHs256(claims(), secret, { alg: 'HS256', typ: 'at+jwt' }), 'header "typ" must be "JWT"'],
      ['no typ', () => signHs256(claims(), secret, { alg: 'HS256' }), 'header "typ" must be "JWT"'],
      ['an unknown iss', () => signHs256(claims({ iss: 'cs-nobody' })), 'unknown issuer'],
      ['no iss', () => signHs256(claims({ iss: undefined })), 'unknown issuer'],
      ['an unknown kore_iss beside a known iss', () => signHs256(claims({ kore_iss: 'cs-nobody' })), 'unknown issuer'],
      [
        "another client's name over one's own secret",
        () => jwt.sign(claims({ iss: STRICT, jti: randomUUID() }), secret, { algorithm: 'HS512' }),
        'invalid signature',
      ],
      [
        'a wrong audience',
        () => signHs256(claims({ aud: 'https://example.com' })),
        `jwt audience invalid. expected: ${AUDIENCE}`,
      ],
      ['no audience', () => signHs256(claims({ aud: undefined })), `jwt audience invalid. expected: ${AUDIENCE}`],
      ['an empty audience', () => signHs256(claims({ aud: '' })), `jwt audience invalid. expected: ${AUDIENCE}`],
      ['an audience in an array', () => signHs256(claims({ aud: [AUDIENCE] })), 'claim "aud" must be a string'],
      ['an expired token', () => signHs256(claims({ iat: seconds() - 60, exp: seconds() - 1 })), 'jwt expired'],
      ['a token that is not valid yet', () => signHs256(claims({ nbf: seconds() + 60 })), 'jwt not active'],
      ['no exp', () => signHs256(claims({ exp: undefined })), 'claim "exp" must be an integer number of seconds'],
      ['no iat', () => signHs256(claims({ iat: undefined })), 'claim "iat" must be an integer number of seconds'],
      ['exp as text', () => signHs256(claims({ exp: `${seconds() + 60}` })), 'invalid exp value'],
      [
        'exp with a fraction',
        () => signHs256(claims({ exp: seconds() + 60.5 })),
        'claim "exp" must be an integer number of seconds',
      ],
      [
        'milliseconds in iat and exp',
        () => signHs256(claims({ iat: Date.now(), exp: Date.now() + 3_600_000 })),
        'claim "iat" must be in seconds, not milliseconds',
      ],
      [
        'milliseconds in exp',
        () => signHs256(claims({ exp: Date.now() + 3_600_000 })),
        'claim "exp" must be in seconds, not milliseconds',
      ],
      [
        'an iat in the future',
        () => signHs256(claims({ iat: seconds() + 60 })),
        'claim "iat" must not be in the future',
      ],
      [
        'a jti and an end more than an hour ahead',
        () => signHs256(claims({ jti: randomUUID(), exp: seconds() + 3660 })),
        'if "jti" claim "exp" must be <= 1 hour(s)',
      ],
      [
        'a kore_jti and an end more than an hour ahead',
        () => signHs256(claims({ kore_jti: randomUUID(), exp: seconds() + 3660 })),
        'if "jti" claim "exp" must be <= 1 hour(s)',
      ],
      ['an empty jti', () => signHs256(claims({ jti: '' })), 'claim "jti" must be a non-empty string'],
      [
        'no jti where the app enforces it',
        () => jwt.sign(claims({ iss: STRICT }), strictSecret, { algorithm: 'HS512' }),
        '"jti" claim is required',
      ],
      ['no sub', () => signHs256(claims({ sub: undefined })), 'claim "sub" must be a non-empty string'],
      ['an empty sub', () => signHs256(claims({ sub: '' })), 'claim "sub" must be a non-empty string'],
      ['a sub that is a number', () => signHs256(claims({ sub: 42 })), 'claim "sub" must be a non-empty string'],
      [
        'no isAnonymous',
        () => signHs256(claims({ isAnonymous: undefined })),
        'claim "isAnonymous" must be a boolean',
      ],
      [
        'isAnonymous as text',
        () => signHs256(claims({ isAnonymous: 'false' })),
        'claim "isAnonymous" must be a boolean',
      ],
      ['isAnonymous as a number', () => signHs256(claims({ isAnonymous: 0 })), 'claim "isAnonymous" must be a boolean'],
      [
        'identityToMerge that is no text',
        () => signHs256(claims({ identityToMerge: 1 })),
        'claim "identityToMerge" must be a string',
      ],
      ['privateClaims that is a list', () => signHs256(claims({ privateClaims: [] })), 'claim "privateClaims" must be an object'],
      [
        'secureCustomData that is text',
        () => signHs256(claims({ secureCustomData: '{}' })),
        'claim "secureCustomData" must be an object',
      ],
    ];
    for (const [what, token, reason] of refusals) {
      it(what, () => refuses(token(), reason));
    }

    it('a replayed jti', async () => {
      const token = signHs256(claims({ jti: randomUUID() }));
      await accepts(token);
      await refuses(token, 'possibly a replay');
    });

    it('a jti of an earlier token in another one', async () => {
      const jti = randomUUID();
      await accepts(signHs256(claims({ jti })));
      await refuses(signHs256(claims({ kore_jti: jti, sub: 'john@example.com' })), 'possibly a replay');
    });
  });

  it('opens an encrypted token with the function it is given', async (t) => {
    const reversed = (text) => [...text].reverse().join('');
    const encrypting = await startPlatform({
      clients: [{ id: HS, algorithm: 'HS256', key: secret }],
      unwrap: async (token) => {
        if (token.startsWith('ey')) {
          throw new Error('not encrypted');
        }
        return reversed(token);
      },
    });
    t.after(() => encrypting.stop());
    const post = (assertion) =>
      fetch(`${encrypting.apiUrl}oAuth/token/jwtgrant`, { method: 'POST', body: JSON.stringify({ assertion }) });

    assert.equal((await post(reversed(signHs256(claims())))).status, 200);
    const refused = await post(signHs256(claims()));
    assert.equal(refused.status, 401);
    assert.equal((await refused.json()).errors[0].msg, 'error verifying the jwt: cannot decrypt (not encrypted)');
  });

  it('answers preflights', async () => {
    const response = await call('rtm/start', {
      method: 'OPTIONS',
      headers: { Origin: 'http://shop.test', 'Access-Control-Request-Headers': 'authorization,content-type' },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), 'http://shop.test');
    assert.equal(response.headers.get('access-control-allow-headers'), 'authorization,content-type');
  });

  it('wants its bearer token for everything after jwtgrant', async () => {
    for (const [method, path] of [
      ['GET', 'websdkthemes/st-1/activetheme'],
      ['POST', 'rtm/start'],
      ['GET', 'botmessages/rtm?botId=st-1'],
    ]) {
      for (const authorization of ['', 'bearer undefined', `bearer ${signHs256(claims())}`]) {
        const response = await call(path, { method, headers: { authorization } });
        assert.equal(response.status, 401, `${method} ${path} with "${authorization}"`);
      }
    }
  });

  it('opens the web socket once for each rtm/start and echoes what is said', async () => {
    const { authorization } = await accepts(signHs256(claims({ sub: 'socket' })));
    const started = await call('rtm/start', {
      method: 'POST',
      headers: { authorization: `bearer ${authorization.accessToken}` },
    });
    const { url } = await started.json();
    const messages = await converse(url, [{ type: 'ping', id: 7 }, { message: { body: 'Hello' } }], 3);
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['ready', 'pong', 'bot_response'],
    );
    assert.deepEqual(messages[2].message[0].component.payload, { text: 'Echo: Hello' });
    assert.deepEqual(platform.lines.at(-1), { identity: 'cs-hs/socket', text: 'Hello' });
    await assert.rejects(converse(url, [], 1), /Unexpected server response: 401/);
  });
});

function tampered(token) {
  const [header, payload, signature] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url')), sub: 'root@example.com' };
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}

/** Sends the messages, and resolves to the first `count` that come. */
function converse(url, messages, count) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const received = [];
    socket.on('error', reject);
    socket.on('open', () => messages.forEach((message) => socket.send(JSON.stringify(message))));
    socket.on('message', (data) => {
      received.push(JSON.parse(data));
      if (received.length === count) {
        socket.close();
        resolve(received);
      }
    });
  });
}
