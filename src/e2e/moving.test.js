// docs/moving-from-express.md: both nginx examples as written there, but for the ports, before a fake of the Express
// service and a real kore-sts.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';

import { examples } from './lib/docs.js';
import { exchange } from './lib/exchange.js';
import { newSecret } from './lib/keys.js';
import { Nginx } from './lib/nginx.js';
import { PATIENT, until } from './lib/patience.js';
import { close, freePorts, listen } from './lib/server.js';
import { startService } from './lib/service.js';

const FORM = [['Content-Type', 'application/x-www-form-urlencoded']];

const secret = newSecret();
const [mirroring, splitting] = examples('docs/moving-from-express.md', 'nginx');

describe('docs/moving-from-express.md', () => {
  const fromExpress = [];
  let express;
  let service;
  let nginx;

  before(async () => {
    express = http.createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        fromExpress.push(request.url);
        response.setHeader('Content-Type', 'application/json');
        response.end('{"jwt":"of.express.here"}');
      });
    });
    await listen(express);
    service = await startService('moving', {
      sts: { caller: { mode: 'open' }, clients: { travel: { 'client-id': 'cs-1', algorithm: 'HS256', 'client-secret': secret } } },
    });
  }, PATIENT);

  after(() => Promise.all([nginx?.stop(), service?.stop(), express && close(express)]), PATIENT);

  /** @returns {Promise<string>} where the example, with the given change, listens */
  async function serve(example, change = (text) => text) {
    await nginx?.stop();
    nginx = new Nginx();
    const [port] = await freePorts(1);
    const site = [
      [/listen 80;/, `listen 127.0.0.1:${port};`],
      [/127\.0\.0\.1:3000/, `127.0.0.1:${express.address().port}`],
      [/127\.0\.0\.1:7000/, new URL(service.url).host],
    ].reduce((text, [from, to]) => {
      assert.match(text, from);
      return text.replace(from, to);
    }, change(example));
    const url = `http://127.0.0.1:${port}`;
    await nginx.start(site, async () => (await exchange(url, { method: 'GET' })).status > 0);
    return url;
  }

  const ask = (url, path, body) => exchange(url + path, { headers: FORM, body });

  /** The audit events of kore-sts for an identity, once there are any. */
  async function audited(identity) {
    const events = () => service.log().split('\n').filter((line) => line.includes(`user.id="${identity}"`));
    await until(() => events().length > 0, () => `no audit event for ${identity}`);
    return events();
  }

  it('compares: Express answers, and kore-sts gets a copy that shows in its audit log', async () => {
    const url = await serve(mirroring);
    for (const [path, identity] of [
      ['/api/users/sts', 'jane'],
      ['/api/users/sts/', 'joe'],
    ]) {
      const answer = await ask(url, path, `identity=${identity}`);
      assert.deepEqual([answer.status, answer.text], [200, '{"jwt":"of.express.here"}']);
      assert.equal(fromExpress.at(-1), path);
      const events = await audited(identity);
      assert.equal(events.length, 1);
      assert.match(events[0], /event\.outcome="success"/);
    }
    assert.equal((await exchange(`${url}/mirrored-to-kore-sts`, { method: 'GET' })).status, 404);
  });

  it('splits: a share of the users gets tokens of kore-sts, and nobody once its line is out', async () => {
    const line = /10% {2}kore-sts;/;
    assert.match(splitting, line);
    await serve(splitting);

    const all = await serve(splitting, (text) => text.replace(line, '100% kore-sts;'));
    for (const path of ['/api/users/sts', '/api/users/sts/']) {
      const { sub } = jwt.verify((await ask(all, path, 'identity=jane')).json().jwt, secret);
      assert.equal(sub, 'jane');
    }

    const nobody = await serve(splitting, (text) => text.replace(line, ''));
    assert.equal((await ask(nobody, '/api/users/sts', 'identity=jane')).text, '{"jwt":"of.express.here"}');
  });
});
