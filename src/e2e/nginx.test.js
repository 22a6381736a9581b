// Behind a real nginx with the configuration of deploy/nginx: only whom the sign-on service names gets a token in that name,
// whatever headers are sent along, and instances can be restarted without anyone noticing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import jwt from 'jsonwebtoken';

import { exchange } from './lib/exchange.js';
import { newSecret } from './lib/keys.js';
import { startGateway } from './lib/gateway.js';
import { PATIENT, until } from './lib/patience.js';
import { close, freePorts, listen } from './lib/server.js';
import { startService } from './lib/service.js';

const ORIGIN = 'https://www.example.com';
const PATH = '/api/users/sts';
const JSON_TYPE = ['Content-Type', 'application/json'];
const JANE = ['Cookie', 'session=jane'];
const WORKERS = 6;

const secret = newSecret();
const proof = randomBytes(32).toString('hex');

const configuration = {
  sts: {
    'default-client': 'staff',
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

/** The users of the sign-on service by the value of their session cookie: status and e-mail address. */
const SESSIONS = {
  jane: [202, 'jane@example.com'],
  zoe: [202, 'zoë@example.com'],
  nameless: [202, undefined],
  banned: [403, undefined],
  broken: [500, undefined],
};

function startSignOn() {
  return startServer((request, response) => {
    const session = /(?:^|;\s*)session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const [status, email] = SESSIONS[session] ?? [401, undefined];
    const utf8 = email && Buffer.from(email, 'utf8').toString('latin1');
    response.writeHead(status, utf8 ? { 'X-Auth-Request-Email': utf8 } : {}).end();
  });
}

/** A server that remembers the header lines of what it was asked. */
async function startServer(answer) {
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(request.rawHeaders);
    answer(request, response);
  });
  const port = await listen(server);
  return { port, requests, url: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

/** The values of a header among raw header lines. */
function valuesOf(raw, name) {
  return raw.filter((value, i) => i % 2 === 1 && raw[i - 1].toLowerCase() === name.toLowerCase());
}

function subjectOf(answer) {
  assert.equal(answer.status, 200, answer.text);
  return jwt.verify(answer.json().jwt, secret, { algorithms: ['HS256'] }).sub;
}

function assertRefused(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/);
  assert.equal(typeof answer.json().errors[0].msg, 'string');
  assert.equal(answer.json().jwt, undefined);
}

describe('The service behind nginx', () => {
  let signOn;
  let gateway;
  const instances = [];

  before(async () => {
    signOn = await startSignOn();
    const [port] = await freePorts(1);
    instances.push(await startService('nginx-first', configuration), await startService('nginx-second', configuration));
    gateway = await startGateway({
      port,
      instances: instances.map(({ ports: [port] }) => `127.0.0.1:${port}`),
      ssoUrl: `${signOn.url}/auth`,
      secret: proof,
      rate: '1000r/s',
    });
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

  it('gives a signed-on user a token in their own name', async () => {
    assert.equal(subjectOf(await ask({}, JANE)), 'jane@example.com');
  });

  it('serves each path of the SDKs', async () => {
    for (const path of ['/api/users/sts', '/api/users/sts/', '/users/sts', '/users/sts/']) {
      const answer = await gateway.ask(path, {
        headers: [JANE, ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']],
        body: 'clientId=cs-staff&clientSecret=&identity=jane%40example.com&aud=&isAnonymous=false',
      });
      assert.equal(subjectOf(answer), 'jane@example.com', path);
    }
  });

  it('hands on a name beyond ASCII as it is', async () => {
    assert.equal(subjectOf(await ask({}, ['Cookie', 'session=zoe'])), 'zoë@example.com');
  });

  it('lets nobody ask for another name in the body', async () => {
    assertRefused(await ask({ identity: 'root@example.com' }, JANE), 403);
  });

  for (const [how, headers] of [
    ['once', [['X-Forwarded-User', 'root@example.com']]],
    ['twice', [['X-Forwarded-User', 'root@example.com'], ['X-Forwarded-User', 'root@example.com']]],
    ['in another spelling', [['x-forwarded-USER', 'root@example.com']]],
    ['with underscores', [['X_Forwarded_User', 'root@example.com']]],
    ['with the secret guessed', [['X-Forwarded-User', 'root@example.com'], ['X-Gateway-Secret', 'guess']]],
    ['with the secret stolen', [['X-Forwarded-User', 'root@example.com'], ['X-Gateway-Secret', proof]]],
    ["as the sign-on service's answer", [['X-Auth-Request-Email', 'root@example.com']]],
  ]) {
    it(`overwrites an identity that the client sends ${how}`, async () => {
      assert.equal(subjectOf(await ask({}, JANE, ...headers)), 'jane@example.com');
    });

    it(`takes no identity from a client that is not signed on and sends one ${how}`, async () => {
      assertRefused(await ask({ identity: 'root@example.com' }, ...headers), 401);
    });
  }

  it('tells a page that its user is not signed on, and the page can read it', async () => {
    const answer = await ask({});
    assertRefused(answer, 401);
    assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
  });

  it('gives somebody who is not signed on a random name where the client allows it', async () => {
    const sent = ['X-Forwarded-User', 'root@example.com'];
    const first = subjectOf(await ask({ clientId: 'cs-shop', isAnonymous: true }, sent));
    const second = subjectOf(await ask({ clientId: 'cs-shop', isAnonymous: true }, sent));
    assert.notEqual(first, second);
    assert.doesNotMatch(`${first} ${second}`, /root|jane/);
  });

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

  it('gives no token where the sign-on service names nobody, forbids it, or fails', async () => {
    assertRefused(await ask({}, ['Cookie', 'session=nameless']), 401);
    assertRefused(await ask({}, ['Cookie', 'session=banned']), 403);
    const failed = await ask({}, ['Cookie', 'session=broken']);
    assertRefused(failed, 503);
    assert.equal(failed.headers['retry-after'], '5');
  });

  it('refuses a body beyond 16 KiB before the service sees it', async () => {
    assertRefused(await ask({ identity: 'x'.repeat(17 * 1024) }, JANE), 413);
  });

  it('leads to nothing else of the service', async () => {
    for (const path of ['/', '/_sso', '/actuator/health', '/api/users/sts/../../../actuator', '/api/users/stsx', '/error']) {
      assert.equal((await gateway.ask(path, { method: 'GET', headers: [JANE] })).status, 404, path);
    }
  });

  it('puts its own request id into the audit log, not the one that a client sends', async () => {
    const answer = await ask({}, JANE, ['X-Request-ID', 'forged-by-the-client']);
    const id = answer.headers['x-request-id'];
    assert.match(id, /^[0-9a-f]{32}$/);
    const log = () => instances.map((instance) => instance.log()).join('\n');
    await until(() => log().includes(id), () => `no instance logs ${id}`);
    assert.doesNotMatch(log(), /forged-by-the-client/);
  });

  it('is the only way to a token: the service itself wants the proof', async () => {
    const direct = (...headers) => exchange(instances[0].stsUrl, { headers: [JSON_TYPE, ...headers], body: '{}' });
    const user = ['X-Forwarded-User', 'jane@example.com'];
    assertRefused(await direct(), 401);
    assertRefused(await direct(user), 401);
    assertRefused(await direct(user, JANE), 401);
    assertRefused(await direct(user, ['X-Gateway-Secret', 'guess']), 401);
    assert.equal(subjectOf(await direct(user, ['X-Gateway-Secret', proof])), 'jane@example.com');
  });

  it('loses no request while both instances are restarted, one after the other', PATIENT, async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: WORKERS });
    const failures = [];
    let tokens = 0;
    let stopped = false;
    const worker = async () => {
      while (!stopped) {
        try {
          const answer = await gateway.ask(PATH, { headers: [JSON_TYPE, JANE], body: '{}', agent });
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
        instances[i] = await startService(`nginx-restarted-${i + 1}`, configuration, ports);
      }
      await hundredMore();
    } finally {
      stopped = true;
      await Promise.all(load);
      agent.destroy();
    }
    assert.deepEqual(failures, []);
    await Promise.all(instances.map((instance) => instance.logs('jane@example.com')));
  });
});

describe('The template of the nginx configuration', () => {
  it('has the variables that its page names, and no other', () => {
    const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
    const names = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
    const used = names(read('deploy/nginx/kore-sts.conf.template').replace(/^\s*#.*$/gm, ''), /\$\{(\w+)\}/g);
    const page = read('docs/deployment.md');
    assert.deepEqual(names(page, /(?<=^\|.*)`(GATEWAY_[A-Z_]+)`/gm), used);
    assert.deepEqual(names(/^envsubst '(.*)'/m.exec(page)[1], /\$\{(\w+)\}/g), used);
  });
});

describe('What nginx hands on', () => {
  let signOn;
  let service;
  let gateway;

  before(async () => {
    signOn = await startSignOn();
    service = await startServer((request, response) => response.writeHead(200).end('{}'));
    const [port] = await freePorts(1);
    gateway = await startGateway({
      port,
      instances: [`127.0.0.1:${service.port}`],
      ssoUrl: `${signOn.url}/auth`,
      secret: proof,
      // Beside the 200 at once of the template hardly any more, however long the tests take.
      rate: '1r/m',
    });
  });

  after(async () => {
    await gateway?.stop();
    await Promise.all([signOn?.stop(), service?.stop()]);
  });

  const forged = [
    ['X-Forwarded-User', 'root@example.com'],
    ['X-Gateway-Secret', 'guess'],
    ['X-Request-ID', 'forged'],
    ['Authorization', 'Bearer of-the-sign-on-service'],
    ['Origin', ORIGIN],
    ['Sec-Fetch-Site', 'same-origin'],
  ];

  it('says who a signed-on user is and proves it, and keeps the credentials to itself', async () => {
    await gateway.ask(PATH, { headers: [JANE, ...forged], body: '{}' });
    const raw = service.requests.at(-1);
    assert.deepEqual(valuesOf(raw, 'X-Forwarded-User'), ['jane@example.com']);
    assert.deepEqual(valuesOf(raw, 'X-Gateway-Secret'), [proof]);
    assert.match(valuesOf(raw, 'X-Request-ID').join(), /^[0-9a-f]{32}$/);
    assert.deepEqual([...valuesOf(raw, 'Cookie'), ...valuesOf(raw, 'Authorization')], []);
    assert.deepEqual(valuesOf(raw, 'Origin'), [ORIGIN]);
    assert.deepEqual(valuesOf(raw, 'Sec-Fetch-Site'), ['same-origin']);
  });

  for (const [who, method, headers] of [
    ['somebody who is not signed on', 'POST', forged],
    ['a preflight', 'OPTIONS', [JANE, ...forged]],
    ['a user without a name', 'POST', [['Cookie', 'session=nameless'], ...forged]],
  ]) {
    it(`says nothing of ${who}`, async () => {
      await gateway.ask(PATH, { method, headers, body: '{}' });
      const raw = service.requests.at(-1);
      assert.deepEqual(valuesOf(raw, 'X-Forwarded-User'), []);
      assert.doesNotMatch(valuesOf(raw, 'X-Gateway-Secret').join(), /guess/);
      assert.deepEqual([...valuesOf(raw, 'Cookie'), ...valuesOf(raw, 'Authorization')], []);
    });
  }

  it('tells the sign-on service who asks for what, and no secret', async () => {
    await gateway.ask(PATH, { headers: [JANE, ...forged], body: '{}' });
    const raw = signOn.requests.at(-1);
    assert.deepEqual(valuesOf(raw, 'Cookie'), [JANE[1]]);
    assert.deepEqual(valuesOf(raw, 'X-Original-URI'), [PATH]);
    assert.deepEqual([...valuesOf(raw, 'X-Gateway-Secret'), ...valuesOf(raw, 'X-Forwarded-User')], []);
  });

  it('answers on TLS 1.2 or later only, and says so for the next year', async () => {
    const answer = await gateway.ask(PATH, { headers: [JANE], body: '{}' });
    assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
    const old = new https.Agent({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' });
    await assert.rejects(gateway.ask(PATH, { headers: [JANE], body: '{}', agent: old }));
    old.destroy();
  });

  it('stops a flood from one address, in JSON', async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: WORKERS });
    const flood = Array.from({ length: 260 }, () => gateway.ask(PATH, { headers: [JANE], body: '{}', agent }));
    const refused = (await Promise.all(flood)).filter(({ status }) => status !== 200);
    agent.destroy();
    assert.ok(refused.length >= 50, `${refused.length} refused`);
    assertRefused(refused[0], 429);
  });

  it('says so where no instance of the service answers', async () => {
    const [port, nobody] = await freePorts(2);
    const down = await startGateway({
      port,
      instances: [`127.0.0.1:${nobody}`],
      ssoUrl: `${signOn.url}/auth`,
      secret: proof,
    });
    try {
      assertRefused(await down.ask(PATH, { headers: [JANE], body: '{}' }), 503);
    } finally {
      await down.stop();
    }
  });
});
