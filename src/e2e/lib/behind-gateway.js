// What every gateway of deploy/ has to do: only whom its sign-on names gets a token in that name, whatever headers are sent
// along, and instances can be restarted without anyone noticing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import jwt from 'jsonwebtoken';

import { exchange } from './exchange.js';
import { startGateway } from './gateway.js';
import { newRsaKeys, newSecret } from './keys.js';
import { PATIENT, until } from './patience.js';
import { startProvider } from './provider.js';
import { close, freePorts, listen } from './server.js';
import { startService } from './service.js';

export const ORIGIN = 'https://www.example.com';
export const PATH = '/api/users/sts';
const AUDIENCE = 'kore-sts';
const JSON_TYPE = ['Content-Type', 'application/json'];
const WORKERS = 6;
const STRANGER = 'root@example.com';

export const proof = randomBytes(32).toString('hex');
const secret = newSecret();

const configuration = {
  sts: {
    'default-client': 'staff',
    drain: '5s',
    caller: {
      mode: 'gateway',
      gateway: {
        'identity-header': 'X-Forwarded-User',
        'secret-header': 'X-Gateway-Secret',
        'request-id-header': 'X-Request-ID',
        secret: proof,
      },
    },
    cors: { 'allowed-origins': [ORIGIN] },
    clients: {
      staff: { 'client-id': 'cs-staff', algorithm: 'HS256', 'client-secret': secret, anonymous: false },
      shop: { 'client-id': 'cs-shop', algorithm: 'HS256', 'client-secret': secret, anonymous: true },
    },
  },
};

/** In which spellings a client may try a header; some servers take an underscore for a hyphen. */
const SPELLINGS = ['X-Forwarded-User', 'x-forwarded-USER', 'X_Forwarded_User', 'X-Forwarded_User', 'x_forwarded-user'];

/** A server that remembers the header lines of what it was asked. */
export async function startServer(answer) {
  const requests = [];
  const server = http.createServer((request, response) => {
    if (request.url !== '/readyz') {
      requests.push(request.rawHeaders);
    }
    request.resume();
    request.on('end', () => answer(request, response));
  });
  const port = await listen(server);
  return { port, requests, url: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

/** The values of a header among raw header lines, an underscore taken for a hyphen. */
export function valuesOf(raw, name) {
  const plain = (text) => text.toLowerCase().replaceAll('_', '-');
  return raw.filter((value, i) => i % 2 === 1 && plain(raw[i - 1]) === plain(name));
}

export function assertRefused(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/);
  assert.equal(typeof answer.json().errors[0].msg, 'string');
  assert.equal(answer.json().jwt, undefined);
}

function subjectOf(answer) {
  assert.equal(answer.status, 200, answer.text);
  return jwt.verify(answer.json().jwt, secret, { algorithms: ['HS256'] }).sub;
}

/** The sign-on service that a gateway asks (auth_request), by the value of a session cookie: status and e-mail address. */
export async function startSessions() {
  const sessions = {
    jane: [202, 'jane@example.com'],
    zoe: [202, 'zoë@example.com'],
    nameless: [202, undefined],
    banned: [403, undefined],
    broken: [500, undefined],
  };
  const server = await startServer((request, response) => {
    const session = /(?:^|;\s*)session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const [status, email] = sessions[session] ?? [401, undefined];
    const utf8 = email && Buffer.from(email, 'utf8').toString('latin1');
    response.writeHead(status, utf8 ? { 'X-Auth-Request-Email': utf8 } : {}).end();
  });
  return { ...server, settings: { ssoUrl: server.url }, as: (user) => ['Cookie', `session=${user}`], unproven: ['nameless'] };
}

/** An identity provider whose tokens the gateway checks. */
export async function startTokens() {
  const provider = await startProvider();
  const verified = { aud: AUDIENCE, sub: '4711', email_verified: true };
  const forged = 'eyJhbGciOiJub25lIn0.' + Buffer.from(JSON.stringify({ ...verified, iss: provider.issuer })).toString('base64url');
  const tokens = {
    jane: () => provider.token({ ...verified, email: 'jane@example.com' }),
    zoe: () => provider.token({ ...verified, email: 'zoë@example.com' }),
    several: () => provider.token({ ...verified, aud: ['account', AUDIENCE], email: 'jane@example.com' }),
    nameless: () => provider.token(verified),
    unverified: () => provider.token({ ...verified, email: 'ceo@example.com', email_verified: false }),
    unsaid: () => provider.token({ aud: AUDIENCE, email: 'ceo@example.com' }),
    'for another service': () => provider.token({ ...verified, aud: 'another', email: STRANGER }),
    'of another issuer': () => provider.token({ ...verified, iss: 'https://evil.example.com', email: STRANGER }),
    'that has ended': () => provider.token({ ...verified, iat: 1_700_000_000, exp: 1_700_000_300, email: STRANGER }),
    'that never ends': () => provider.token({ ...verified, exp: undefined, email: STRANGER }),
    'with a line break': () => provider.token({ ...verified, email: 'a@b\r\nX-Forwarded-User: root@example.com' }),
    'of another key': () => provider.token({ ...verified, email: STRANGER }, newRsaKeys().privateKey),
    'not signed': () => `${forged}.`,
  };
  return {
    stop: () => provider.stop(),
    settings: {
      provider: {
        issuer: provider.issuer,
        audience: AUDIENCE,
        jwksUri: provider.jwkSetUri,
        publicKey: provider.publicKey,
      },
    },
    as: (user) => ['Authorization', `Bearer ${tokens[user]()}`],
    unproven: Object.keys(tokens).filter((name) => !['jane', 'zoe', 'several'].includes(name)),
  };
}

/** An identity provider where the gateway signs users on by code: each has a session before the tests begin. */
export async function startCodes() {
  const provider = await startProvider();
  const verified = { aud: AUDIENCE, sub: '4711', email_verified: true };
  const users = {
    jane: { ...verified, email: 'jane@example.com' },
    zoe: { ...verified, email: 'zoë@example.com' },
    nameless: verified,
    unverified: { ...verified, email: 'ceo@example.com', email_verified: false },
    'of another issuer': { ...verified, iss: 'https://evil.example.com', email: STRANGER },
    'for another client': { ...verified, aud: 'another', email: STRANGER },
    'with a line break': { ...verified, email: 'a@b\r\nX-Forwarded-User: root@example.com' },
  };
  const cookies = {};
  const cookiesOf = ({ headers }) => (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
  return {
    stop: () => provider.stop(),
    settings: { provider: { issuer: provider.issuer, audience: AUDIENCE } },
    as: (user) => ['Cookie', cookies[user] || 'none=none'],
    unproven: Object.keys(users).filter((name) => name !== 'jane' && name !== 'zoe'),
    async login(gateway) {
      for (const [user, claims] of Object.entries(users)) {
        const sent = await gateway.ask('/oauth2/start?rd=/', { method: 'GET' });
        const query = new URL(sent.headers.location).searchParams;
        provider.codes.set(user, { ...claims, nonce: query.get('nonce') });
        const callback = `/oauth2/callback?${new URLSearchParams({ code: user, state: query.get('state') })}`;
        const back = await gateway.ask(callback, { method: 'GET', headers: [['Cookie', cookiesOf(sent)]] });
        cookies[user] = back.status === 302 ? cookiesOf(back) : '';
      }
      assert.ok(cookies.jane, gateway.log().slice(-2000));
    },
  };
}

/**
 * @param {string} name
 * @param {Function} Kind of lib/gateway.js
 * @param {object} traits
 * @param {() => Promise<object>} traits.signOn startSessions, startTokens or startCodes
 * @param {boolean} [traits.answers] whether the gateway itself answers who is not signed on
 * @param {boolean} [traits.single] whether it knows one instance only
 * @param {boolean} [traits.repeats] whether it asks the next instance for a POST that one took and did not answer
 * @param {boolean} [traits.requestId] whether it names requests
 */
export function behindGateway(name, Kind, { signOn: startSignOn, answers, single, repeats = true, requestId = true }) {
  const prefix = name.toLowerCase().replaceAll(/\W+/g, '-');

  describe(`The service behind ${name}`, () => {
    let signOn;
    let gateway;
    const instances = [];

    before(async () => {
      signOn = await startSignOn();
      const [port] = await freePorts(1);
      instances.push(...(await Promise.all(['first', 'second'].map((each) => startService(`${prefix}-${each}`, configuration)))));
      const addresses = instances.map(({ ports: [each] }) => `127.0.0.1:${each}`);
      gateway = await startGateway(Kind, { port, instances: addresses, secret: proof, ...signOn.settings });
      await signOn.login?.(gateway);
    }, PATIENT);

    after(async () => {
      await gateway?.stop();
      await Promise.all([signOn?.stop(), ...instances.map((instance) => instance.stop())]);
    }, PATIENT);

    /** @param {object} body JSON @param {...[string, string]} headers */
    const ask = (body, ...headers) => {
      const all = [JSON_TYPE, ['Origin', ORIGIN], ...headers];
      return gateway.ask(PATH, { headers: all, body: JSON.stringify(body) });
    };
    const assertUnproven = (answer) => {
      assert.equal(answer.status, 401, answer.text);
      assert.doesNotMatch(answer.text, /"jwt"/);
    };

    it('gives a signed-on user a token in their own name', async () => {
      assert.equal(subjectOf(await ask({}, signOn.as('jane'))), 'jane@example.com');
    });

    it('serves each path of the SDKs', async () => {
      for (const path of ['/api/users/sts', '/api/users/sts/', '/users/sts', '/users/sts/']) {
        const answer = await gateway.ask(path, {
          headers: [signOn.as('jane'), ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']],
          body: 'clientId=cs-staff&clientSecret=&identity=jane%40example.com&aud=&isAnonymous=false',
        });
        assert.equal(subjectOf(answer), 'jane@example.com', path);
      }
    });

    it('hands on a name beyond ASCII as it is', async () => {
      assert.equal(subjectOf(await ask({}, signOn.as('zoe'))), 'zoë@example.com');
    });

    it('lets nobody ask for another name in the body', async () => {
      assertRefused(await ask({ identity: STRANGER }, signOn.as('jane')), 403);
    });

    for (const [how, headers] of [
      ...SPELLINGS.map((spelling) => [`as ${spelling}`, [[spelling, STRANGER]]]),
      ['twice', [['X-Forwarded-User', STRANGER], ['X-Forwarded-User', STRANGER]]],
      ['with the secret guessed', [['X-Forwarded-User', STRANGER], ['X-Gateway-Secret', 'guess']]],
      ['with the secret stolen', [['X-Forwarded-User', STRANGER], ['X-Gateway-Secret', proof]]],
      ["as the sign-on service's answer", [['X-Auth-Request-Email', STRANGER], ['OIDC_CLAIM_email', STRANGER]]],
      ['as what the sign-on service reads', [['X-Forwarded-Email', STRANGER], ['X-Remote-User', STRANGER]]],
      ['as a header of the connection', [['X-Forwarded-User', STRANGER], ['Connection', 'close, X-Gateway-Secret, X-Forwarded-User']]],
    ]) {
      it(`overwrites an identity that a client sends ${how}, and takes none where nobody is signed on`, async () => {
        const signedOn = await ask({}, signOn.as('jane'), ...headers);
        // A client that has the gateway drop its own header gets nothing, which is as well.
        if (signedOn.status !== 401) {
          assert.equal(subjectOf(signedOn), 'jane@example.com');
        }
        assertUnproven(await ask({ identity: STRANGER }, ...headers));
      });
    }

    it('gives no token where the sign-on names nobody who is proven', async () => {
      for (const user of signOn.unproven) {
        const answer = await ask({}, signOn.as(user));
        assert.ok(answer.status >= 400 && !answer.text.includes('"jwt"'), `${user}: ${answer.status} ${answer.text}`);
      }
    });

    if (!answers) {
      it('tells a page that its user is not signed on, and the page can read it', async () => {
        const answer = await ask({});
        assertRefused(answer, 401);
        assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
      });

      it('gives somebody who is not signed on a random name where the client allows it', async () => {
        const sent = ['X-Forwarded-User', STRANGER];
        const first = subjectOf(await ask({ clientId: 'cs-shop', isAnonymous: true }, sent));
        const second = subjectOf(await ask({ clientId: 'cs-shop', isAnonymous: true }, sent));
        assert.notEqual(first, second);
        assert.doesNotMatch(`${first} ${second}`, /root|jane/);
      });
    }

    it('answers the preflight, which carries no sign-on', async () => {
      const answer = await gateway.ask(PATH, {
        method: 'OPTIONS',
        headers: [
          ['Origin', ORIGIN],
          ['Access-Control-Request-Method', 'POST'],
          ['Access-Control-Request-Headers', 'content-type'],
        ],
      });
      assert.ok([200, 204].includes(answer.status), `${answer.status} ${answer.text}`);
      assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    });

    it('refuses a body beyond 16 KiB', async () => {
      assertRefused(await ask({ identity: 'x'.repeat(17 * 1024) }, signOn.as('jane')), 413);
    });

    it('leads to nothing else of the service', async () => {
      for (const path of ['/', '/_sso', '/readyz', '/actuator/health', '/api/users/sts/../../../actuator', '/api/users/stsx', '/error']) {
        const { status, text } = await gateway.ask(path, { method: 'GET', headers: [signOn.as('jane')] });
        assert.equal(status, 404, `${path} ${text}`);
      }
    });

    if (requestId) {
      it('puts its own request id into the audit log, not the one that a client sends', async () => {
        const answer = await ask({}, signOn.as('jane'), ['X-Request-ID', 'forged-by-the-client']);
        const id = answer.headers['x-request-id'];
        assert.match(id, /^[\w@-]{20,40}$/);
        const log = () => instances.map((instance) => instance.log()).join('\n');
        await until(() => log().includes(id), () => `no instance logs ${id}`);
        assert.doesNotMatch(log(), /forged-by-the-client/);
      });
    }

    it('is the only way to a token: the service itself wants the proof', async () => {
      const direct = (...headers) => exchange(instances[0].stsUrl, { headers: [JSON_TYPE, ...headers], body: '{}' });
      const user = ['X-Forwarded-User', 'jane@example.com'];
      assertRefused(await direct(), 401);
      assertRefused(await direct(user), 401);
      assertRefused(await direct(user, ['X-Gateway-Secret', 'guess']), 401);
      assert.equal(subjectOf(await direct(user, ['X-Gateway-Secret', proof])), 'jane@example.com');
    });

    if (!single) {
      it('loses no request while both instances are restarted, one after the other', PATIENT, async () => {
        const agent = new https.Agent({ keepAlive: true, maxSockets: WORKERS });
        const failures = [];
        let tokens = 0;
        let stopped = false;
        const worker = async () => {
          while (!stopped) {
            try {
              const answer = await gateway.ask(PATH, { headers: [JSON_TYPE, signOn.as('jane')], body: '{}', agent });
              assert.equal(subjectOf(answer), 'jane@example.com');
              tokens += 1;
            } catch (error) {
              failures.push(`after ${tokens} tokens: ${error.message}`);
            }
            await pause(10);
          }
        };
        const load = Array.from({ length: WORKERS }, worker);
        const hundredMore = async () => {
          const enough = tokens + 100;
          while (tokens < enough && failures.length === 0) {
            await pause(20);
          }
        };
        try {
          for (const i of instances.keys()) {
            await hundredMore();
            const { ports } = instances[i];
            await instances[i].stop();
            await hundredMore();
            instances[i] = await startService(`${prefix}-restarted-${i + 1}`, configuration, ports);
            // Until the gateway has seen it: nobody stops the next instance sooner.
            await instances[i].logs('jane@example.com');
          }
          await hundredMore();
        } finally {
          stopped = true;
          await Promise.all(load);
          agent.destroy();
        }
        assert.deepEqual(failures, [], `of ${tokens} tokens; the gateway says: ${gateway.log().slice(-5000)}`);
      });
    }
  });

  describe(`What ${name} hands on`, () => {
    let signOn;
    let service;
    let broken;
    let gateway;

    before(async () => {
      signOn = await startSignOn();
      service = await startServer((request, response) => response.writeHead(200).end('{}'));
      // Takes a request and hangs up, as an instance that is killed.
      broken = await startServer((request, response) =>
        request.url === '/readyz' ? response.writeHead(200).end() : request.socket.destroy(),
      );
      const [port] = await freePorts(1);
      const instances = [service, ...(repeats && !single ? [broken] : [])].map((each) => `127.0.0.1:${each.port}`);
      gateway = await startGateway(Kind, { port, instances, secret: proof, ...signOn.settings });
      await signOn.login?.(gateway);
    }, PATIENT);

    after(async () => {
      await gateway?.stop();
      await Promise.all([signOn?.stop(), service?.stop(), broken?.stop()]);
    }, PATIENT);

    const forged = [
      ...SPELLINGS.map((spelling) => [spelling, STRANGER]),
      ['X-Gateway-Secret', 'guess'],
      ['X_Gateway_Secret', 'guess'],
      ['X-Request-ID', 'forged'],
      ['Origin', ORIGIN],
      ['Sec-Fetch-Site', 'same-origin'],
    ];

    it('says who a signed-on user is and proves it, and keeps the credentials to itself', async () => {
      const sent = signOn.as('jane');
      await gateway.ask(PATH, { headers: [sent, ...forged], body: '{}' });
      const raw = service.requests.at(-1);
      assert.deepEqual(valuesOf(raw, 'X-Forwarded-User'), ['jane@example.com']);
      assert.deepEqual(valuesOf(raw, 'X-Gateway-Secret'), [proof]);
      if (requestId) {
        assert.match(valuesOf(raw, 'X-Request-ID').join(), /^[\w@-]{20,40}$/);
        assert.deepEqual([...valuesOf(raw, 'Cookie'), ...valuesOf(raw, 'Authorization')], []);
      }
      assert.deepEqual(valuesOf(raw, 'Origin'), [ORIGIN]);
      assert.deepEqual(valuesOf(raw, 'Sec-Fetch-Site'), ['same-origin']);
    });

    if (!answers) {
      for (const [who, method, headers] of [
        ['somebody who is not signed on', 'POST', () => forged],
        ['a preflight', 'OPTIONS', () => forged],
        ['a user without a name', 'POST', () => [signOn.as('nameless'), ...forged]],
      ]) {
        it(`says nothing of ${who}`, async () => {
          await gateway.ask(PATH, { method, headers: headers(), body: '{}' });
          const raw = service.requests.at(-1);
          assert.deepEqual(valuesOf(raw, 'X-Forwarded-User'), []);
          assert.doesNotMatch(valuesOf(raw, 'X-Gateway-Secret').join(), /guess/);
          assert.deepEqual([...valuesOf(raw, 'Cookie'), ...valuesOf(raw, 'Authorization')], []);
        });
      }
    }

    if (repeats && !single) {
      it('asks the next instance where one takes a POST and hangs up', async () => {
        for (let i = 0; i < 10; i++) {
          const answer = await gateway.ask(PATH, { headers: [signOn.as('jane')], body: '{"identity":"jane@example.com"}' });
          assert.equal(answer.status, 200, answer.text);
        }
        assert.ok(broken.requests.length > 0, 'the broken instance was never asked');
      });
    }

    it('answers on TLS 1.2 or later only', async () => {
      const answer = await gateway.ask(PATH, { headers: [signOn.as('jane')], body: '{}' });
      if (!answers) {
        assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
      }
      const old = new https.Agent({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' });
      await assert.rejects(gateway.ask(PATH, { headers: [signOn.as('jane')], body: '{}', agent: old }));
      old.destroy();
    });

    if (!answers) {
      it('says so where no instance of the service answers', PATIENT, async () => {
        const [port, nobody] = await freePorts(2);
        const down = await startGateway(Kind, { port, instances: [`127.0.0.1:${nobody}`], secret: proof, ...signOn.settings });
        try {
          assertRefused(await down.ask(PATH, { headers: [signOn.as('jane')], body: '{}' }), 503);
        } finally {
          await down.stop();
        }
      });
    }
  });
}
