// Behind a real nginx with the configuration of deploy/nginx.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { after, before, describe, it } from 'node:test';

import { assertRefused, behindGateway, ORIGIN, PATH, proof, startServer, startSessions, valuesOf } from './lib/behind-gateway.js';
import { NginxGateway, startGateway } from './lib/gateway.js';
import { freePorts } from './lib/server.js';

behindGateway('nginx', NginxGateway, { signOn: startSessions });

describe('The template of the nginx configuration', () => {
  it('has the variables that its page names, and no other', () => {
    const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
    const names = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
    const used = names(read('deploy/nginx/kore-sts.conf.template').replace(/^\s*#.*$/gm, ''), /\$\{(\w+)\}/g);
    const [, section] = /^## nginx\n(.*?)^## /ms.exec(read('docs/gateways.md'));
    assert.deepEqual(names(section, /(?<=^\|.*)`(GATEWAY_[A-Z_]+)`/gm), used);
    assert.deepEqual(names(/^envsubst '(.*)'/m.exec(section)[1], /\$\{(\w+)\}/g), used);
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
