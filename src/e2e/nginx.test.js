// Behind a real nginx with the configuration of deploy/nginx.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { after, before, describe, it } from 'node:test';

import { assertRefused, behindGateway, ORIGIN, PATH, proof, startServer, startSessions, valuesOf } from './lib/behind-gateway.js';
import { NginxGateway, startGateway } from './lib/gateway.js';
import { freePorts } from './lib/server.js';

behindGateway('nginx', NginxGateway, { signOn: startSessions });

describe('docs/gateways.md', () => {
  const read = (name) => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8').replace(/^\s*#.*$/gm, '');
  const page = read('../docs/gateways.md');
  const names = (text) => [...new Set(text.match(/GATEWAY_[A-Z_0-9]+/g))].sort();
  const rows = [...page.matchAll(/^\| (`GATEWAY_.*?) \| (.*?) \|/gm)];

  for (const [gateway, ...files] of [
    ['nginx', 'nginx/kore-sts.conf.template'],
    ['Apache', 'apache/kore-sts.conf', 'apache/session.conf', 'apache/bearer.conf'],
    ['HAProxy', 'haproxy/haproxy.cfg'],
    ['Caddy', 'caddy/Caddyfile'],
    ['Envoy', 'envoy/envoy.yaml'],
    ['oauth2-proxy', 'oauth2-proxy/oauth2-proxy.yaml'],
  ]) {
    it(`names the variables of ${gateway}, and no other`, () => {
      const named = rows.filter(([, , of]) => of === 'all' || of.includes(gateway)).map(([, variables]) => variables);
      assert.deepEqual(names(named.join()), names(files.map(read).join()));
    });
  }

  it('has envsubst fill in each variable of the template', () => {
    assert.deepEqual(names(/^envsubst '(.*)'/m.exec(page)[1]), names(read('nginx/kore-sts.conf.template')));
  });
});

describe('nginx and its sign-on service', () => {
  let signOn;
  let service;
  let gateway;

  before(async () => {
    signOn = await startSessions();
    service = await startServer((request, response) => response.writeHead(200).end('{}'));
    const [port] = await freePorts(1);
    gateway = await startGateway(NginxGateway, {
      port,
      instances: [`127.0.0.1:${service.port}`],
      secret: proof,
      // Beside the 200 at once of the template hardly any more, however long the tests take.
      rate: '1r/m',
      ...signOn.settings,
    });
  });

  after(async () => {
    await gateway?.stop();
    await Promise.all([signOn?.stop(), service?.stop()]);
  });

  const forged = [['X-Forwarded-User', 'root@example.com'], ['X-Gateway-Secret', 'guess'], ['X-Auth-Request-Email', 'root@example.com']];

  it('tells it who asks for what, and no secret', async () => {
    await gateway.ask(PATH, { headers: [signOn.as('jane'), ...forged, ['Origin', ORIGIN]], body: '{}' });
    const raw = signOn.requests.at(-1);
    assert.deepEqual(valuesOf(raw, 'Cookie'), [signOn.as('jane')[1]]);
    assert.deepEqual(valuesOf(raw, 'X-Original-URI'), [PATH]);
    assert.deepEqual(['X-Gateway-Secret', 'X-Forwarded-User', 'X-Auth-Request-Email'].flatMap((name) => valuesOf(raw, name)), []);
  });

  it('gives no token where it forbids that, or fails', async () => {
    assertRefused(await gateway.ask(PATH, { headers: [signOn.as('banned')], body: '{}' }), 403);
    const failed = await gateway.ask(PATH, { headers: [signOn.as('broken')], body: '{}' });
    assertRefused(failed, 503);
    assert.equal(failed.headers['retry-after'], '5');
  });

  it('stops a flood from one address, in JSON', async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 6 });
    const flood = Array.from({ length: 260 }, () => gateway.ask(PATH, { headers: [signOn.as('jane')], body: '{}', agent }));
    const refused = (await Promise.all(flood)).filter(({ status }) => status !== 200);
    agent.destroy();
    assert.ok(refused.length >= 50, `${refused.length} refused`);
    assertRefused(refused[0], 429);
  });
});
