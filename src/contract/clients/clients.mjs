// Each generated client gets a token from the packaged service, and the platform's checks take it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { newSecret } from '../../e2e/lib/keys.js';
import { environment, java, startService } from '../../e2e/lib/service.js';
import { createVerifier } from '../../e2e/lib/verifier.js';

const { MADE, TOOLS } = process.env;
const secret = newSecret();
const verifier = createVerifier({ clients: [{ id: 'cs-club', algorithm: 'HS256', key: secret }] });

const CLIENTS = {
  'java native': [java(), '-cp', `${join(TOOLS, 'java', '*')}:${join(MADE, 'java', 'classes')}`, 'MintToken'],
  'typescript-fetch': [process.execPath, join(MADE, 'mint-fetch.js')],
  'openapi-typescript': [process.execPath, join(MADE, 'mint-types.js')],
  python: ['python3', 'mint.py'],
};

async function mint([command, ...args], url) {
  const env = { ...environment(), PYTHONPATH: `${join(TOOLS, 'python')}:${join(MADE, 'python')}`, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await promisify(execFile)(command, [...args, url], { env, timeout: 120_000 });
  const { sub, claims } = await verifier.check(stdout.trim());
  if (sub !== 'jane@example.com' || claims.isAnonymous !== false || claims.privateClaims?.tier !== 'gold') {
    throw new Error(`the token says something else: ${JSON.stringify(claims)}`);
  }
}

const club = { 'client-id': 'cs-club', algorithm: 'HS256', 'client-secret': secret, 'allowed-claims': ['privateClaims'] };
const service = await startService('clients', { sts: { caller: { mode: 'open' }, clients: { club } } });
let passed = 0;
let failed = 0;
for (const [name, command] of Object.entries(CLIENTS)) {
  try {
    await mint(command, service.url);
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}
await service.stop();
console.log(`clients: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
