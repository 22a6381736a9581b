// Schemathesis generates requests from openapi.yaml, valid ones and wrong ones, and checks each answer against it: once in each
// mode of sts.caller, for SECONDS altogether; by SEED, if there is one, the same each time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { newKoreKey } from '../e2e/lib/jwe.js';
import { newRsaKeys, newSecret } from '../e2e/lib/keys.js';
import { startProvider } from '../e2e/lib/provider.js';
import { startService } from '../e2e/lib/service.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const DESCRIPTION = join(PROJECT, 'src', 'main', 'resources', 'openapi.yaml');
const REPORTS = join(PROJECT, 'target', 'contract');
const TOOL = process.env.SCHEMATHESIS;
const SECONDS = Number(process.env.SECONDS_ALL ?? 120);
const SEED = process.env.SEED;
const IDENTITY = 'jane@example.com';

/** One for each thing that a client changes in what a request may say or in what its token looks like. */
function clients() {
  const rs = () => newRsaKeys().privateKey;
  const allowed = ['identityToMerge', 'privateClaims', 'secureCustomData'];
  const encryption = (algorithm, method) => ({ 'public-key': JSON.stringify(newKoreKey().publicJwk), algorithm, method });
  return {
    travel: { 'client-id': 'cs-travel', algorithm: 'HS256', 'client-secret': newSecret() },
    club: {
      'client-id': 'cs-club',
      algorithm: 'HS512',
      'client-secret': newSecret(),
      'allowed-claims': allowed,
      'claim-names': 'both',
      jti: true,
    },
    members: { 'client-id': 'cs-members', algorithm: 'RS256', 'private-key': rs(), anonymous: false },
    bank: {
      'client-id': 'cs-bank',
      algorithm: 'RS512',
      'private-key': rs(),
      'allowed-claims': allowed,
      'claim-names': 'kore',
      jti: true,
      encryption: encryption('RSA-OAEP', 'A256GCM'),
    },
    old: {
      'client-id': 'cs-old',
      algorithm: 'HS256',
      'client-secret': newSecret(),
      encryption: encryption('RSA1_5', 'A128CBC-HS256'),
    },
  };
}

/** For each mode its configuration and the headers that prove the caller. */
async function modes(provider) {
  const secret = newSecret();
  return [
    { caller: { mode: 'open' }, headers: {} },
    {
      caller: { mode: 'gateway', gateway: { secret } },
      headers: { 'X-Forwarded-User': IDENTITY, 'X-Gateway-Secret': secret },
    },
    {
      caller: { mode: 'oidc', oidc: { 'identity-claim': 'sub' } },
      spring: { security: { oauth2: { resourceserver: { jwt: { 'issuer-uri': provider.issuer, 'jwk-set-uri': provider.jwkSetUri } } } } },
      headers: { Authorization: `Bearer ${provider.token({ sub: IDENTITY, exp: Math.floor(Date.now() / 1000) + 7200 })}` },
    },
  ];
}

async function generated(service, { caller: { mode }, headers }) {
  const counts = join(REPORTS, `${mode}.json`);
  const tool = spawn(
    TOOL,
    [
      'run',
      DESCRIPTION,
      `--url=${service.url}`,
      '--checks=all',
      `--max-time=${Math.ceil(SECONDS / 3)}`,
      '--continue-on-failure',
      '--generation-database=none',
      ...(SEED ? [`--seed=${SEED}`] : []),
      '--report=junit',
      `--report-junit-path=${join(REPORTS, `${mode}.xml`)}`,
      '--no-color',
    ],
    {
      cwd: REPORTS,
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: fileURLToPath(new URL('hooks.py', import.meta.url)),
        CONTRACT_HEADERS: JSON.stringify(headers),
        CONTRACT_COUNTS: counts,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  tool.stdout.pipe(createWriteStream(join(REPORTS, `${mode}.txt`)));
  const [code] = await once(tool, 'close');
  return { code, counts: JSON.parse(readFileSync(counts, 'utf8')), text: readFileSync(join(REPORTS, `${mode}.txt`), 'utf8') };
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const provider = await startProvider();
let failed = 0;
let passed = 0;
for (const mode of await modes(provider)) {
  const name = mode.caller.mode;
  const sts = { 'default-client': 'travel', caller: mode.caller, clients: clients() };
  const service = await startService(`contract-${name}`, { sts, ...(mode.spring && { spring: mode.spring }) });
  try {
    const { code, counts, text } = await generated(service, mode);
    const good = code === 0 && counts.tokens >= 10 && counts.refusals >= 10;
    console.log(`${good ? 'ok     ' : 'FAILED '} ${name}: ${counts.tokens} tokens, ${counts.refusals} refusals, ${counts.others} other answers`);
    if (good) {
      passed += 1;
    } else {
      failed += 1;
      console.log(text);
    }
  } finally {
    await service.stop();
  }
}
await provider.stop();
console.log(`contract: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed === 3 ? 0 : 1;
