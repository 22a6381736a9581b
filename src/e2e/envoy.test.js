// Behind a real Envoy with the configuration of deploy/envoy.
import assert from 'node:assert/strict';
import { it } from 'node:test';

import { behindGateway, PATH, startServer, startTokens, valuesOf } from './lib/behind-gateway.js';
import { EnvoyGateway, startGateway } from './lib/gateway.js';
import { freePorts } from './lib/server.js';

behindGateway('Envoy', EnvoyGateway, { signOn: startTokens });

it('Envoy sends no secret that somebody could know where it has none', async () => {
  const signOn = await startTokens();
  const service = await startServer((request, response) => response.writeHead(200).end('{}'));
  const [port] = await freePorts(1);
  const gateway = await startGateway(EnvoyGateway, { port, instances: [`127.0.0.1:${service.port}`], ...signOn.settings });
  try {
    await gateway.ask(PATH, { headers: [signOn.as('jane'), ['X-Gateway-Secret', 'guess']], body: '{}' });
    assert.deepEqual(valuesOf(service.requests.at(-1), 'X-Gateway-Secret'), ['-']);
  } finally {
    await gateway.stop();
    await Promise.all([signOn.stop(), service.stop()]);
  }
});
