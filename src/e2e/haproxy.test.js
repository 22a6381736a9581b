// Behind a real HAProxy with the configuration of deploy/haproxy.
import assert from 'node:assert/strict';
import https from 'node:https';
import { it } from 'node:test';

import { assertRefused, behindGateway, PATH, proof, startServer, startTokens } from './lib/behind-gateway.js';
import { HaproxyGateway, startGateway } from './lib/gateway.js';
import { freePorts } from './lib/server.js';

behindGateway('HAProxy', HaproxyGateway, { signOn: startTokens });

it('HAProxy stops a flood from one address, in JSON', async () => {
  const signOn = await startTokens();
  const service = await startServer((request, response) => response.writeHead(200).end('{}'));
  const [port] = await freePorts(1);
  const instances = [`127.0.0.1:${service.port}`];
  const gateway = await startGateway(HaproxyGateway, { port, instances, secret: proof, rate: '20', ...signOn.settings });
  const agent = new https.Agent({ keepAlive: true, maxSockets: 6 });
  try {
    const flood = Array.from({ length: 60 }, () => gateway.ask(PATH, { headers: [signOn.as('jane')], body: '{}', agent }));
    const refused = (await Promise.all(flood)).filter(({ status }) => status !== 200);
    assert.ok(refused.length >= 20, `${refused.length} refused`);
    assertRefused(refused[0], 429);
  } finally {
    agent.destroy();
    await gateway.stop();
    await Promise.all([signOn.stop(), service.stop()]);
  }
});
