// Every command in the README and in docs/: run here as it stands there, but for the ports, or run by the test that is named,
// or known not to be run, with the reason. A command that is none of these fails.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createInterface } from 'node:readline';

import jwt from 'jsonwebtoken';

import { examples, PROJECT } from './lib/docs.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { environment, JAR, java, startService } from './lib/service.js';
import { until } from './lib/patience.js';

const START = { timeout: 150_000 };
const RUN_MILLIS = 60_000;

const secret = newSecret();
const hashKey = newSecret();
const keys = newRsaKeys();

const OPEN = {
  STS_CALLER_MODE: 'open',
  STS_CLIENTS_TRAVEL_CLIENTID: 'cs-1111',
  STS_CLIENTS_TRAVEL_ALGORITHM: 'HS256',
  STS_CLIENTS_TRAVEL_CLIENTSECRET: secret,
};

/** What tells a command from others, and what is seen when it runs. */
const HERE = [
  [/ \| java -jar kore-sts\.jar explain --json$/, (said) => assert.equal(JSON.parse(said).accepted, true), OPEN],
  [/^curl .*\/api\/users\/sts -H/, (said) => assert.match(JSON.parse(said).jwt, /^[\w-]+\.[\w-]+\.[\w-]+$/)],
  [
    /^curl .*\/api\/users\/sts -d identity=/,
    (said) => assert.deepEqual([JSON.parse(said).sub, JSON.parse(said).iss], ['jane@example.com', 'cs-1111']),
  ],
  [
    /^curl .*jwks\.json\ncurl .*\.pem$/,
    (said) => assert.match(said, /^\{"keys":\[\{.*"kty":"RSA".*\}\]\}-----BEGIN PUBLIC KEY-----\n.*\n-----END PUBLIC KEY-----\n$/s),
  ],
  [/\/actuator\/health$/, (said) => assert.equal(JSON.parse(said).status, 'UP')],
  [/\/actuator\/prometheus \| grep/, (said) => assert.match(said, /^sts_attempts_total\{client="hashed",outcome="granted"\} [1-9]/m)],
  [/\/actuator\/refresh$/, (said) => assert.deepEqual(JSON.parse(said), { changed: [], trouble: null })],
  [/\/actuator\/sbom\/application$/, (said) => assert.equal(JSON.parse(said).bomFormat, 'CycloneDX')],
  [/^unzip .*application\.cdx\.json$/, (said) => assert.equal(JSON.parse(said).bomFormat, 'CycloneDX')],
  [/^printf '%s' "\$TOKEN" \| sha256sum$/, (said, { log }) => logged(log, `token_sha256="${said.slice(0, 64)}"`)],
  [/^printf .* openssl dgst/, (said, { log }) => logged(log, `user.id="${said.trim()}"`)],
  [/^java -jar kore-sts\.jar explain token\.txt$/, (said) => assert.match(said, /\nKore should take this token\.\n$/), OPEN],
  [/^java -jar kore-sts\.jar check-config$/, (said) => assert.match(said, /\nEvery client can sign\.\n$/), OPEN],
  [/^export STS_/, (said) => assert.match(said, /bank +cs-6{8}.*\n(.*\n)*Every client can sign\.\n$/)],
  [/^cd deploy\/prometheus\npromtool/, (said) => assert.match(said, /SUCCESS.*\n/)],
];

/** On which page, and by which test. */
const ELSEWHERE = [
  [/./, 'docs/benchmarks.md', 'by hand, for the figures that stand there'],
  [/^vault server |^VAULT_ADDR=|^java -jar kore-sts\.jar --sts\.caller\.mode=open /, 'docs/vault.md', 'VaultFirstStepsIT'],
  [/^vault |^openssl genpkey|^printf '%s' "\$TRAVEL_CLIENT_SECRET" \| vault|^export VAULT_STS_TOKEN/, 'docs/vault.md', 'VaultGuideTests'],
  [/^java -jar kore-sts\.jar check-config --ask-kore$/, 'docs/kore-refuses-my-token.md', 'explain.test.js'],
  [/^kubectl kustomize/, 'docs/deployment.md', 'kubernetes.test.js'],
  [/^umask 077\nenvsubst/, 'docs/gateways.md', 'nginx.test.js'],
  [/^OAUTH2_PROXY_COOKIE_SECRET=/, 'docs/gateways.md', 'keycloak.test.js'],
  [/^GATEWAY_SECRET=.* haproxy/, 'docs/gateways.md', 'haproxy.test.js'],
  [/^GATEWAY_SECRET=.* caddy/, 'docs/gateways.md', 'caddy.test.js'],
  [/^GATEWAY_SECRET=.* envoy/, 'docs/gateways.md', 'envoy.test.js'],
  [/^GATEWAY_SECRET=.*\n *oauth2-proxy/, 'docs/gateways.md', 'oauth.test.js'],
  [/^apt-get install apache2/, 'docs/gateways.md', 'apache.test.js, on files of its own'],
  [/^systemd-analyze/, 'docs/deployment.md', 'systemd.test.js'],
  [/^kcadm\.sh create realms/, 'docs/keycloak.md', 'keycloak.test.js, by the same API'],
  [/^java -jar kore-sts\.jar check-config --bearer/, 'docs/operations.md', 'BearerTokenReportTests'],
  [/^java -jar kore-sts\.jar --logging/, 'docs/operations.md', 'docs.test.js'],
  [/^\.\/mvnw|^src\/e2e\/run\.sh|^bash src\/test\//, '', '.ci/run'],
];

/** What it needs. */
const NOT_RUN = [
  [/^docker |\| docker /, 'a container engine'],
  [/^umask 077\nopenssl rand .*\nkubectl|^kubectl /, 'a cluster'],
  [/^vault auth enable kubernetes/, 'a Vault in a cluster'],
];

const pages = ['README.md', ...readdirSync(join(PROJECT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
const commands = pages.flatMap((page) => examples(page, 'sh').map((text) => ({ page, text: text.trim() })));
const title = ({ page, text }) => `${page}: ${text.split('\n')[0].slice(0, 90)}`;
const isElsewhere = ({ page, text }) => ELSEWHERE.some(([command, where]) => command.test(text) && page.includes(where));

describe('The commands in the documentation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kore-sts-docs-'));
  let service;
  let token;

  before(async () => {
    mkdirSync(join(folder, 'target'));
    symlinkSync(JAR, join(folder, 'kore-sts.jar'));
    symlinkSync(JAR, join(folder, 'target', 'kore-sts.jar'));
    symlinkSync(join(PROJECT, 'deploy'), join(folder, 'deploy'));
    writeFileSync(join(folder, 'bank.pem'), keys.privateKey);
    service = await startService('docs', {
      sts: {
        caller: { mode: 'open' },
        'default-client': 'hashed',
        audit: { identity: 'hashed', 'hash-key': hashKey },
        clients: {
          hashed: { 'client-id': 'cs-1111', algorithm: 'HS256', 'client-secret': secret },
          travel: { 'client-id': 'cs-2222', algorithm: 'RS256', 'private-key': keys.privateKey },
        },
      },
    });
    const answer = await fetch(service.stsUrl, { method: 'POST', body: new URLSearchParams({ identity: 'jane@example.com' }) });
    token = (await answer.json()).jwt;
    assert.equal(jwt.verify(token, secret).sub, 'jane@example.com');
    writeFileSync(join(folder, 'token.txt'), token);
  }, START);

  after(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, START);

  function surroundings(more = {}) {
    const path = `${dirname(java())}${delimiter}${process.env.PATH}`;
    return {
      ...environment(),
      ...(process.env.JAVA_HOME && { PATH: path }),
      TOKEN: token,
      STS_AUDIT_HASHKEY: hashKey,
      TRAVEL_CLIENT_SECRET: secret,
      ...more,
    };
  }

  function run(text, env) {
    const here = text
      .replaceAll('localhost:7000', `127.0.0.1:${service.ports[0]}`)
      .replaceAll('localhost:7001', `127.0.0.1:${service.ports[1]}`);
    // What it exports is for a start.
    const script = text.startsWith('export STS_') ? `${here}\nunset STS_AUDIT_HASHKEY\njava -jar kore-sts.jar check-config` : here;
    return spawnSync('bash', ['-c', script], { cwd: folder, env: surroundings(env), encoding: 'utf8', timeout: RUN_MILLIS });
  }

  for (const command of commands) {
    const [, sees, env] = HERE.find(([known]) => known.test(command.text)) ?? [];
    if (sees) {
      it(`run: ${title(command)}`, { timeout: 2 * RUN_MILLIS }, async () => {
        const { stdout, stderr } = run(command.text, env);
        try {
          await sees(stdout, { log: () => service.log() });
        } catch (error) {
          throw new Error(`${error.message}\nit said:\n${stdout}${stderr}`, { cause: error });
        }
      });
    }
  }

  it('are each run, or known not to be', () => {
    const unknown = commands.filter(
      (command) => ![...HERE, ...NOT_RUN].some(([known]) => known.test(command.text)) && !isElsewhere(command),
    );
    assert.deepEqual(unknown.map(title), []);
    for (const [known] of [...HERE, ...NOT_RUN, ...ELSEWHERE]) {
      assert.ok(
        commands.some(({ text }) => known.test(text)),
        `no command is like ${known}`,
      );
    }
  });

  it('have no port that others reach, and no secret among the arguments', () => {
    const runs = commands.filter(({ text }) => /^docker run /m.test(text));
    assert.ok(runs.length > 0);
    for (const { page, text } of runs) {
      assert.doesNotMatch(text, /-p (?!127\.0\.0\.1:)/, page);
      assert.doesNotMatch(text, /-e \w*(SECRET|KEY|TOKEN|PASSWORD)=/, page);
    }
  });

  it('that need more than is here are said not to have been run', () => {
    const [, checked] = readFileSync(join(PROJECT, 'docs', 'deployment.md'), 'utf8').split('## How all this is checked');
    for (const [, needs] of NOT_RUN) {
      assert.ok(checked.replaceAll(/\s+/g, ' ').includes(needs), needs);
    }
  });

  it('make each line of the log an object where one asks for that', START, async () => {
    const [command] = commands.filter(({ text }) => text.startsWith('java -jar kore-sts.jar --logging'));
    const env = surroundings({ ...OPEN, SERVER_PORT: '0', MANAGEMENT_SERVER_PORT: '0', SERVER_ADDRESS: '127.0.0.1' });
    const started = spawn('bash', ['-c', `exec ${command.text}`], { cwd: folder, env });
    try {
      for await (const line of createInterface({ input: started.stdout })) {
        const { message } = JSON.parse(line);
        if (message.startsWith('Started StsApplication')) {
          return;
        }
      }
      assert.fail('it ended');
    } finally {
      started.kill('SIGKILL');
    }
  });
});

/** The log is written by a thread of its own, after the answer. */
function logged(log, text) {
  return until(() => log().includes(text), () => `${text} is not in the log:\n${log()}`);
}
