// What the service says of a token beside what the fake platform says: whatever the one refuses, the other explains.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';

import { newRsaKeys, newSecret } from './lib/keys.js';
import { PATIENT, until } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { environment, JAR, java, startService } from './lib/service.js';

const AUDIENCE = 'https://idproxy.kore.com/authorize';
const DOCS = new URL('../../docs/kore-refuses-my-token.md', import.meta.url);

const secret = newSecret();
const strictSecret = newSecret();
const rsa = newRsaKeys();
const bot = (apiUrl) => ({ 'api-url': apiUrl, 'bot-name': 'Travel', 'bot-id': 'st-1' });
const seconds = () => Math.floor(Date.now() / 1000);

/** The claims of a good token, without those that are given as undefined. */
const claims = (changes = {}) => ({
  iat: seconds(),
  exp: seconds() + 3600,
  aud: AUDIENCE,
  iss: 'cs-hs',
  sub: 'jane@example.com',
  isAnonymous: false,
  ...changes,
});

/** Signs whatever the claims are: jsonwebtoken's own sign() would refuse some of the wrong ones. */
function signed(payload, key = secret, header = { alg: 'HS256', typ: 'JWT' }) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

/** Each with the finding that explains it, and whether it is jsonwebtoken that refuses it, as opposed to a rule of Kore's. */
const REFUSED = [
  ['garbage', 'not-a-token', true, () => 'garbage'],
  ['no signature', 'unsigned', true, () => signed(claims()).replace(/[^.]*$/, '')],
  ['another algorithm', 'algorithm', true, () => jwt.sign(claims(), secret, { algorithm: 'HS512' })],
  ['an HMAC over the public key', 'algorithm', true, () => signed(claims({ iss: 'cs-rs' }), rsa.publicKey)],
  ['a secret decoded from base64', 'secret-misread', true, () => signed(claims(), Buffer.from(secret, 'base64'))],
  ['a secret with its line break', 'secret-misread', true, () => signed(claims(), `${secret}\n`)],
  ["another client's secret", 'key-of-other-client', true, () => signed(claims(), strictSecret)],
  ['a wrong secret', 'wrong-key', true, () => signed(claims(), newSecret())],
  [
    'a wrong private key',
    'wrong-key',
    true,
    () => jwt.sign(claims({ iss: 'cs-rs' }), newRsaKeys().privateKey, { algorithm: 'RS256' }),
  ],
  ['exp as text', 'time-unusable', true, () => signed(claims({ exp: `${seconds() + 60}` }))],
  ['an expired token', 'expired', true, () => signed(claims({ iat: seconds() - 60, exp: seconds() - 1 }))],
  ['a token of tomorrow', 'not-yet-valid', true, () => signed(claims({ nbf: seconds() + 86_400 }))],
  ['another audience', 'audience', true, () => signed(claims({ aud: 'https://example.com' }))],
  ['no exp', 'time-unusable', false, () => signed(claims({ exp: undefined }))],
  ['no typ', 'type', false, () => signed(claims(), secret, { alg: 'HS256' })],
  [
    'milliseconds, as of the Express sample',
    'milliseconds',
    false,
    () => signed(claims({ iat: Date.now(), exp: Date.now() + 86_400_000 })),
  ],
  [
    'a jti and two hours',
    'jti-lifetime',
    false,
    () => signed(claims({ jti: randomUUID(), exp: seconds() + 7200 })),
  ],
  ['an empty jti', 'jti-unusable', false, () => signed(claims({ jti: '' }))],
  ['no jti where the app enforces it', 'jti-missing', false, () => signed(claims({ iss: 'cs-strict' }), strictSecret)],
  ['an unknown issuer', 'issuer', false, () => signed(claims({ iss: 'cs-nobody' }))],
  ['no sub', 'subject-missing', false, () => signed(claims({ sub: undefined }))],
  ['isAnonymous as text', 'anonymous-unusable', false, () => signed(claims({ isAnonymous: 'false' }))],
  ['privateClaims as a list', 'claim-type', false, () => signed(claims({ privateClaims: [] }))],
];

const TAKEN = [
  ['a good token', [], () => signed(claims())],
  ['a good token by RS256', [], () => jwt.sign(claims({ iss: 'cs-rs' }), rsa.privateKey, { algorithm: 'RS256' })],
  ['kore_ claims', [], () => signed(claims({ iss: 'https://login.example.com', sub: 7, kore_iss: 'cs-hs', kore_sub: 'k' }))],
  ['a jti', ['single-use'], () => signed(claims({ jti: randomUUID() }))],
  ['a placeholder', ['subject-placeholder'], () => signed(claims({ sub: 'PLEASE_ENTER_USER_EMAIL_ID' }))],
];

/** What docs/kore-refuses-my-token.md says that Kore answers, by finding. */
const ANSWERS = new Map(
  [...readFileSync(DOCS, 'utf8').matchAll(/^\| `([a-z-]+)`[^|]*\| `(.+?)` \|/gm)].map(([, id, answer]) => [id, answer]),
);

describe('A token that is refused', () => {
  let platform;
  let service;

  before(async () => {
    platform = await startPlatform({
      clients: [
        { id: 'cs-hs', algorithm: 'HS256', key: secret },
        { id: 'cs-strict', algorithm: 'HS256', key: strictSecret, requireJti: true },
        { id: 'cs-rs', algorithm: 'RS256', key: rsa.publicKey },
      ],
    });
    service = await startService('explain', {
      sts: {
        caller: { mode: 'open' },
        playground: { enabled: true },
        'platform-check': { interval: '1h' },
        clients: {
          hs: { 'client-id': 'cs-hs', algorithm: 'HS256', 'client-secret': secret, platform: bot(platform.apiUrl) },
          strict: { 'client-id': 'cs-strict', algorithm: 'HS256', 'client-secret': strictSecret, jti: true },
          rs: { 'client-id': 'cs-rs', algorithm: 'RS256', 'private-key': rsa.privateKey },
        },
      },
    });
  }, PATIENT);

  after(async () => {
    await service?.stop();
    await platform?.stop();
  }, PATIENT);

  async function asked(assertion) {
    const json = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ assertion, botInfo: {}, token: {} });
    const kore = await fetch(`${platform.apiUrl}oAuth/token/jwtgrant`, { method: 'POST', headers: json, body });
    const headers = { 'Content-Type': 'application/jwt' };
    const explained = await fetch(`${service.url}/playground/explain`, { method: 'POST', headers, body: assertion });
    assert.equal(explained.status, 200);
    return { status: kore.status, words: (await kore.json()).errors?.[0].msg, ...(await explained.json()) };
  }

  for (const [what, id, byLibrary, token] of REFUSED) {
    it(`is explained: ${what}`, PATIENT, async () => {
      const { status, words, accepted, findings } = await asked(token());
      assert.deepEqual([status, accepted], [401, false]);
      assert.ok(findings.some((finding) => finding.id === id && finding.refused), `${words}: ${JSON.stringify(findings)}`);
      const answer = ANSWERS.get(id) ?? (byLibrary && 'invalid signature');
      if (answer) {
        assert.ok(words.includes(answer) || !byLibrary, `${id}: ${words} has no ${answer}`);
      }
    });
  }

  for (const [what, notes, token] of TAKEN) {
    it(`would not be ${what}`, PATIENT, async () => {
      const { status, accepted, findings } = await asked(token());
      assert.deepEqual([status, accepted, findings.map(({ id }) => id)], [200, true, notes]);
    });
  }

  it('is explained in words that the docs quote right', () => {
    assert.equal(ANSWERS.size, 10);
    assert.equal(ANSWERS.get('wrong-key'), 'invalid signature');
  });

  it('shows in the health, as one that is taken does', PATIENT, async () => {
    const part = async () => {
      const health = await fetch(`http://127.0.0.1:${service.ports[1]}/actuator/health`);
      return (await health.json()).components.platform;
    };
    await until(async () => (await part()).status === 'UP', () => 'the platform was not asked');
    assert.match((await part()).details.hs, /^taken, as cs-hs\/[\w-]{22}$/);
  });

  describe('by the jar alone', () => {
    /** Not by spawnSync: the fake platform must be able to answer. */
    async function run(args, settings = {}, input = '') {
      const env = {
        ...environment(),
        STS_CALLER_MODE: 'open',
        STS_CLIENTS_HS_CLIENTID: 'cs-hs',
        STS_CLIENTS_HS_ALGORITHM: 'HS256',
        STS_CLIENTS_HS_CLIENTSECRET: secret,
        STS_CLIENTS_HS_PLATFORM_APIURL: platform.apiUrl,
        STS_CLIENTS_HS_PLATFORM_BOTNAME: 'Travel',
        STS_CLIENTS_HS_PLATFORM_BOTID: 'st-1',
        ...settings,
      };
      const process = spawn(java(), ['-jar', JAR, ...args], { env });
      process.stdin.on('error', () => {});
      process.stdin.end(input);
      const [stdout, stderr, [status]] = await Promise.all([text(process.stdout), text(process.stderr), once(process, 'close')]);
      return { status, stdout, stderr };
    }

    it('is read from the standard input', PATIENT, async () => {
      const { status, stdout } = await run(['explain', '--json'], {}, signed(claims(), `${secret}\n`));
      const { accepted, claims: shown, findings } = JSON.parse(stdout);
      assert.deepEqual([status, accepted, shown.sub, findings.map(({ id }) => id)], [1, false, 'jane@example.com', ['secret-misread']]);
      assert.ok(!stdout.includes(secret));
    });

    it('may also be taken', PATIENT, async () => {
      const { status, stdout } = await run(['explain', '--client', 'hs', '-'], {}, signed(claims()));
      assert.match(stdout, /^Client: hs\n[^]*\nKore should take this token\.\n$/);
      assert.equal(status, 0);
    });

    it('is no argument', PATIENT, async () => {
      const token = signed(claims());
      const { status, stdout, stderr } = await run(['explain', token]);
      assert.notEqual(status, 0);
      assert.match(stdout, /Everybody on this machine can see arguments/);
      assert.ok(!`${stdout}${stderr}`.includes(token));
    });

    it('is tried at the platform before deployment', PATIENT, async () => {
      const good = await run(['check-config', '--ask-kore']);
      assert.match(good.stdout, /\nhs at Kore: taken, as cs-hs\/[\w-]{22}\n/);
      assert.equal(good.status, 0);
      assert.equal(platform.grants.at(-1).user.claims.isAnonymous, true);

      const rotated = await run(['check-config', '--ask-kore', platform.apiUrl, '--client', 'hs'], { STS_CLIENTS_HS_CLIENTSECRET: newSecret() });
      assert.match(rotated.stdout, /\nhs at Kore: refused: "error verifying the jwt: invalid signature" The client's secret/);
      assert.equal(rotated.status, 1);
    });
  });
});
