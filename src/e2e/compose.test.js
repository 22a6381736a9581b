// deploy/compose.yaml: valid, and seeded by a script that makes every secret itself.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import Ajv from 'ajv';
import { parse } from 'yaml';

import { until } from './lib/patience.js';

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));
/** The Compose specification's, as the linter dclint carries it. */
const SCHEMA = new URL('node_modules/dclint/schemas/compose.schema.json', import.meta.url);
const SCRIPT = readFileSync(join(DEPLOY, 'compose', 'vault.sh'), 'utf8');

const compose = parse(readFileSync(join(DEPLOY, 'compose.yaml'), 'utf8'));
const { vault, 'kore-sts': sts } = compose.services;

/** Answers what the script asks of the vault command, and notes it with what came on standard input. */
const VAULT = `#!/bin/sh
case "$1" in
  server) echo "Root Token: $VAULT_DEV_ROOT_TOKEN_ID"; exec sleep 600 ;;
  status) exit 0 ;;
esac
printf '%s\\n' "$VAULT_TOKEN" > "$NOTES/token"
name=$(printf '%s' "$1 $2" | tr -c 'a-z\\n' '-')
printf '%s\\n' "$*" > "$NOTES/$name"
case "$*" in
  *=- | *' -') cat >> "$NOTES/$name" ;;
  *-field=role_id*) echo the-role-id ;;
  *-field=secret_id*) echo the-secret-id ;;
  *) echo Success! ;;
esac
`;

/** Runs the script with a fake Vault until it is done, and ends it as compose does. */
async function seed() {
  const folder = mkdtempSync(join(tmpdir(), 'kore-sts-compose-'));
  const file = (name) => join(folder, name);
  const note = (name) => readFileSync(file(name), 'utf8');
  try {
    writeFileSync(file('vault.sh'), SCRIPT.replace(/\/(login|tmp)\//g, `${folder}/`));
    writeFileSync(file('vault'), VAULT);
    // Only root may give a file away.
    writeFileSync(file('chown'), '#!/bin/sh\nprintf "%s\\n" "$1" > "$NOTES/owner"\n');
    ['vault', 'chown'].forEach((name) => chmodSync(file(name), 0o755));
    const env = { PATH: `${folder}:${process.env.PATH}`, NOTES: folder };
    const script = spawn('sh', [file('vault.sh')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(script, 'exit');
    let said = '';
    [script.stdout, script.stderr].forEach((stream) => stream.on('data', (chunk) => (said += chunk)));
    await until(
      () => existsSync(file('application.yaml')) || script.exitCode !== null,
      () => `the script writes no application.yaml: ${said}`,
    ).finally(() => script.kill('SIGTERM'));
    const [code] = await exited;
    assert.ok(existsSync(file('application.yaml')), said);
    const mode = statSync(file('application.yaml')).mode & 0o777;
    return { code, said, mode, ...notes(note) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Read while the folder is there. */
function notes(note) {
  const [put, secret] = note('kv-put').split('\n');
  return {
    put,
    secret,
    token: note('token').trim(),
    owner: note('owner').trim(),
    policy: note('policy-write'),
    login: parse(note('application.yaml')),
  };
}

describe('deploy/compose.yaml', () => {
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'), (key, value) => (key === '$schema' ? undefined : value));
  const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);

  it('is valid by the Compose specification', () => {
    assert.ok(valid(compose), JSON.stringify(valid.errors, null, 2));
  });

  for (const [what, spoil] of [
    ['a misspelt key', ({ services }) => (services.vault.imagee = 'vault')],
    ['a misspelt condition', ({ services }) => (services['kore-sts'].depends_on.vault.condition = 'healthy')],
    ['a misspelt health check', ({ services }) => (services.vault.healthcheck.tests = [])],
  ]) {
    it(`would not be with ${what}`, () => {
      const spoilt = structuredClone(compose);
      spoil(spoilt);
      assert.ok(!valid(spoilt));
    });
  }

  it('mounts what is there', () => {
    for (const volume of [...vault.volumes, ...sts.volumes]) {
      const [source] = volume.split(':');
      assert.ok(source.startsWith('./') ? existsSync(join(DEPLOY, source)) : source in compose.volumes, volume);
    }
    assert.ok(existsSync(join(DEPLOY, sts.build.context, 'pom.xml')));
  });

  it('can be reached from this machine alone', () => {
    assert.deepEqual(sts.ports, ['127.0.0.1:7000:7000', '127.0.0.1:7001:7001']);
    assert.equal(vault.ports, undefined);
  });

  it('names the version of the image that it takes from elsewhere', () => {
    assert.match(vault.image, /^hashicorp\/vault:\d+\.\d+/);
  });

  it('gives the service a read-only file system and no rights', () => {
    assert.equal(sts.read_only, true);
    assert.deepEqual(sts.cap_drop, ['ALL']);
    assert.deepEqual(sts.security_opt, ['no-new-privileges:true']);
  });

  it('holds no secret', () => {
    const words = JSON.stringify([vault.environment, sts.environment]);
    assert.doesNotMatch(words, /token|secret|password/i);
  });
});

describe('deploy/compose/vault.sh', () => {
  it('is a script of the plain shell', () => {
    const { status, stderr } = spawnSync('sh', ['-n', join(DEPLOY, 'compose', 'vault.sh')], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('makes a secret of its own at every start, and shows it to nobody', async () => {
    const first = await seed();
    const second = await seed();
    for (const { put, secret, token, said, code } of [first, second]) {
      assert.equal(put, 'kv put -mount=secret kore/demo client-id=cs-demo client-secret=-');
      assert.equal(Buffer.from(secret, 'base64').length, 32);
      assert.equal(Buffer.from(token, 'base64').length, 32);
      assert.ok(!said.includes(secret) && !said.includes(token), said);
      assert.equal(code, 0);
    }
    assert.equal(new Set([first.secret, first.token, second.secret, second.token]).size, 4);
  });

  it('lets the service read its secret and nothing else', async () => {
    const { policy } = await seed();
    const [command, ...lines] = policy.split('\n');
    assert.equal(command, 'policy write kore-sts -');
    assert.equal(lines.join('\n'), 'path "secret/data/kore/demo" {\n  capabilities = ["read"]\n}\n');
  });

  it("hands over the login in a file that is the service's alone", async () => {
    const { login, mode, owner } = await seed();
    assert.deepEqual(login, {
      'spring.cloud.vault': {
        uri: 'http://vault:8200',
        authentication: 'approle',
        'app-role': { 'role-id': 'the-role-id', 'secret-id': 'the-secret-id' },
      },
    });
    assert.equal(mode, 0o600);
    assert.equal(owner, '65532:65532');
  });
});
