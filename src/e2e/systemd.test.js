// deploy/systemd: a unit that systemd understands, with few rights, whose command starts the service.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { exchange } from './lib/exchange.js';
import { newSecret } from './lib/keys.js';
import { PATIENT, until } from './lib/patience.js';
import { PROJECT } from './lib/docs.js';
import { freePorts } from './lib/server.js';
import { environment, JAR, java } from './lib/service.js';

const UNIT = join(PROJECT, 'deploy/systemd/kore-sts.service');
const unit = readFileSync(UNIT, 'utf8');

const analyze = (...args) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });

describe('deploy/systemd', () => {
  // Where there is no systemd, nothing else depends on it.
  if (analyze('--version').status === 0) {
    it('is a unit without a mistake', () => {
      const { status, stdout, stderr } = analyze('verify', UNIT);
      assert.deepEqual([status, stdout + stderr], [0, '']);
    });

    it('is exposed little: at most 1.5 of 10', () => {
      const { status, stdout } = analyze('security', '--offline=true', '--threshold=15', UNIT);
      assert.equal(status, 0, stdout);
    });
  }

  it('leaves time for the drain and the requests under way', () => {
    assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)[1]) >= 5 + 30 + 5);
  });

  it('starts the service with its secrets, and counts its end on SIGTERM as success', PATIENT, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kore-sts-systemd-'));
    const [port, management] = await freePorts(2);
    try {
      const credentials = join(folder, 'credentials');
      mkdirSync(credentials);
      symlinkSync(JAR, join(folder, 'kore-sts.jar'));
      for (const [, name] of unit.matchAll(/^LoadCredential=([^:]+):/gm)) {
        writeFileSync(join(credentials, name), newSecret());
      }
      const client = { travel: { 'client-id': 'cs-1', algorithm: 'HS256' } };
      const sts = { drain: '0s', caller: { mode: 'gateway' }, clients: client };
      const server = { address: '127.0.0.1', port };
      const yaml = { server, management: { server: { address: '127.0.0.1', port: management } }, sts };
      writeFileSync(join(folder, 'application.yaml'), JSON.stringify(yaml));
      const [program, ...args] = /^ExecStart=(.*)$/m.exec(unit)[1].replaceAll('%d', credentials).replaceAll('/opt/kore-sts', folder).split(' ');
      assert.equal(program, '/usr/bin/java');
      const service = spawn(java(), args, { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = new Promise((resolve) => service.once('exit', resolve));
      let said = '';
      let gone = false;
      service.stdout.on('data', (chunk) => (said += chunk));
      ended.then(() => (gone = true));
      try {
        const ready = () => exchange(`http://127.0.0.1:${port}/readyz`, { method: 'GET' }).then(({ status }) => status === 200, () => false);
        await until(async () => gone || (await ready()), () => said);
        assert.ok(!gone, said);
        const secret = readFileSync(join(credentials, 'sts.caller.gateway.secret'), 'utf8');
        const headers = [['X-Forwarded-User', 'jane@example.com'], ['X-Gateway-Secret', secret]];
        assert.equal((await exchange(`http://127.0.0.1:${port}/api/users/sts`, { headers })).status, 200);
      } finally {
        service.kill('SIGTERM');
      }
      assert.equal(await ended, Number(/^SuccessExitStatus=(\d+)$/m.exec(unit)[1]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
