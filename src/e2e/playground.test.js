// The playground in Chromium: what a developer does with it, by mouse and by keyboard, and that nothing leaves the page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

import axe from 'axe-core';
import jwt from 'jsonwebtoken';

import { proof, startSessions } from './lib/behind-gateway.js';
import { launchBrowser } from './lib/browser.js';
import { NginxGateway, startGateway } from './lib/gateway.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { PATIENT } from './lib/patience.js';
import { openPlayground } from './lib/playground.js';
import { freePorts } from './lib/server.js';
import { startService } from './lib/service.js';

const run = promisify(execFile);
const JANE = 'jane.doe@example.com';
const AUDIENCE = 'https://idproxy.kore.com/authorize';
const RIGHT = 'Right: this key made the signature.';
const WRONG = 'Wrong: another key made the signature.';

const secret = newSecret();
const keys = newRsaKeys();
const platform = newRsaKeys();

const clients = {
  bank: {
    'client-id': 'cs-bank',
    algorithm: 'RS256',
    'private-key': keys.privateKey,
    'key-id': 'bank-2026',
    anonymous: false,
    jti: true,
    'allowed-audiences': ['https://idproxy.kore.ai/authorize'],
    'private-claims': '{"branch":7}',
  },
  sealed: {
    'client-id': 'cs-sealed',
    algorithm: 'RS512',
    'private-key': keys.privateKey,
    encryption: { 'public-key': platform.publicKey, 'key-id': 'kore-1' },
  },
  travel: {
    'client-id': 'cs-travel',
    algorithm: 'HS256',
    'client-secret': secret,
    'allowed-claims': ['identityToMerge', 'privateClaims'],
  },
  wide: { 'client-id': 'cs-wide', algorithm: 'HS512', 'client-secret': secret },
};

const settings = {
  'default-client': 'travel',
  caller: { mode: 'open' },
  playground: { enabled: true },
  cors: { 'own-hosts': ['localhost', '127.0.0.1', 'sts.test'] },
  clients,
};

describe('The playground', () => {
  let browser;
  let service;

  before(async () => {
    [browser, service] = await Promise.all([launchBrowser(), startService('playground', { sts: settings })]);
  }, PATIENT);

  after(() => Promise.all([browser?.close(), service?.stop()]), PATIENT);

  /** Opens the page; when the test ends, nothing may have gone elsewhere or broken the page's policy. */
  async function open(t, options, prepare) {
    const url = options?.url ?? service.url;
    const page = await openPlayground(browser, url, options?.window, prepare);
    t.after(() => page.close());
    t.after(() => {
      assert.deepEqual(page.complaints, []);
      assert.deepEqual(
        page.requests.filter((request) => !request.url.startsWith(`${url}/`)),
        [],
      );
    });
    return page;
  }

  async function mintFor(page, client, identity) {
    await page.choose(client);
    await page.field('Identity').fill(identity);
    await page.mint();
    return page.token();
  }

  it('mints a token and takes it apart', PATIENT, async (t) => {
    const page = await open(t);
    assert.equal(await page.field('Client').inputValue(), 'travel');
    await page.field('Identity').fill(JANE);
    await page.mint();

    const token = await page.token();
    const claims = jwt.verify(token, secret, { algorithms: ['HS256'], audience: AUDIENCE, issuer: 'cs-travel' });
    assert.equal(claims.sub, JANE);
    assert.deepEqual(await page.parts(), ['header', 'claims', 'signature', `${token.length} characters`]);
    assert.deepEqual(await page.table('Header'), {
      alg: ['"HS256"', 'how it is signed'],
      typ: ['"JWT"', 'what it is'],
    });
    const shown = await page.table('Claims');
    assert.deepEqual(Object.keys(shown), Object.keys(claims));
    assert.deepEqual(shown.sub, [`"${JANE}"`, 'the user']);
    assert.deepEqual(shown.isAnonymous, ['false', 'is the user anonymous']);
  });

  it('is found without the slash, too', PATIENT, async (t) => {
    const page = await open(t);
    await page.page.goto(`${service.url}/playground`);
    assert.equal(page.page.url(), `${service.url}/playground/`);
    await page.tab('curl').waitFor();
  });

  it('shows each part in a colour of its own', PATIENT, async (t) => {
    const page = await open(t);
    for (const [client, count] of [
      ['travel', 3],
      ['sealed', 5],
    ]) {
      await mintFor(page, client, JANE);
      const colours = await page.page
        .getByRole('region', { name: 'The token in compact form' })
        .locator('span')
        .evaluateAll((spans) => spans.map((span) => getComputedStyle(span).color));
      assert.equal(new Set(colours).size, count);
    }
  });

  it('shows times as dates of the place where the reader is', PATIENT, async (t) => {
    const page = await open(t, { window: { timezoneId: 'Asia/Tokyo', locale: 'en-GB' } });
    const { exp } = jwt.decode(await mintFor(page, 'travel', JANE));
    const [value] = (await page.table('Claims')).exp;
    const expected = new Date(exp * 1000).toLocaleString('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'long',
      timeZone: 'Asia/Tokyo',
    });
    assert.equal(value.replace(/\s+/g, ' '), `${exp} ${expected}`);
  });

  it('counts down, and says when the token has expired', PATIENT, async (t) => {
    const page = await open(t, {}, (opened) => opened.clock.install());
    await mintFor(page, 'travel', JANE);
    assert.match(await page.countdown().innerText(), /^expires in (1 h|59 min \d+ s)$/);
    await page.page.clock.fastForward('30:00');
    assert.match(await page.countdown().innerText(), /^expires in (30 min|29 min \d+ s)$/);
    await page.page.clock.fastForward('31:00');
    assert.match(await page.countdown().innerText(), /^expired \d+ (min|s)\b.* ago$|^expired 1 min ago$/);
  });

  describe('checks a signature', () => {
    for (const client of ['travel', 'wide']) {
      it(`of ${clients[client].algorithm} by the secret, which stays on the page`, PATIENT, async (t) => {
        const page = await open(t);
        await mintFor(page, client, JANE);
        const before = page.requests.length;

        await page.field('Client secret').pressSequentially(secret.slice(0, -1));
        await page.judges(WRONG);
        await page.field('Client secret').pressSequentially(secret.slice(-1));
        await page.judges(RIGHT);

        assert.equal(page.requests.length, before);
        assert.equal(await page.field('Client secret').getAttribute('type'), 'password');
        assert.deepEqual(await page.context.cookies(), []);
        assert.deepEqual(await page.page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
      });
    }

    const jwk = (pem, kid) => ({ ...createPublicKey(pem).export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
    const publishing = (status, body) => (page) =>
      page.route('**/.well-known/jwks.json', (route) =>
        route.fulfill({ status, contentType: 'application/jwk-set+json', body: JSON.stringify(body) }),
      );

    it('of RS256 by the keys that the service publishes', PATIENT, async (t) => {
      const page = await open(t);
      await mintFor(page, 'bank', JANE);
      await page.judges('Right: made by the published key bank-2026.');
    });

    it('by the one of several published keys that the token names', PATIENT, async (t) => {
      const set = { keys: [jwk(platform.publicKey, 'other'), jwk(keys.publicKey, 'bank-2026')] };
      const page = await open(t, {}, publishing(200, set));
      await mintFor(page, 'bank', JANE);
      await page.judges('Right: made by the published key bank-2026.');
    });

    it('and says when the published key is another', PATIENT, async (t) => {
      const page = await open(t, {}, publishing(200, { keys: [jwk(platform.publicKey, 'bank-2026')] }));
      await mintFor(page, 'bank', JANE);
      await page.judges(WRONG);
    });

    for (const [what, status, body] of [
      ['no keys are published', 404, {}],
      ['none of the published keys is the one', 200, { keys: [] }],
    ]) {
      it(`by a pasted key where ${what}`, PATIENT, async (t) => {
        const page = await open(t, {}, publishing(status, body));
        await mintFor(page, 'bank', JANE);
        await page.field('Public key').fill(platform.publicKey);
        await page.judges(WRONG);
        await page.field('Public key').fill('no key');
        await page.judges('This is not a public key in PEM');
        await page.field('Public key').fill(keys.publicKey);
        await page.judges(RIGHT);
      });
    }

    it('nowhere where browsers cannot: on a page without TLS', PATIENT, async (t) => {
      const page = await open(t, { url: service.url.replace('127.0.0.1', 'sts.test') });
      await mintFor(page, 'travel', JANE);
      await page.judges('Browsers check signatures on pages of https or localhost only.');
    });
  });

  it('shows the five parts of an encrypted token, and who can read them', PATIENT, async (t) => {
    const page = await open(t);
    await page.choose('sealed');
    await page.openClaims();
    assert.equal(await page.field('anonymousJwt').isDisabled(), true);
    const token = await mintFor(page, 'sealed', JANE);

    assert.equal(token.split('.').length, 5);
    assert.deepEqual((await page.parts()).slice(0, -1), [
      'header',
      'encrypted key',
      'initialization vector',
      'ciphertext',
      'authentication tag',
    ]);
    assert.deepEqual((await page.table('Header')).alg, ['"RSA-OAEP"', 'how the content key is encrypted']);
    await page.page.getByText('only the platform, which holds the private key, can read them').waitFor();
    assert.equal(await page.page.getByRole('table', { name: 'Claims' }).count(), 0);
    assert.equal(await page.countdown().count(), 0);
  });

  it('sends what the client allows, and says why not where it does not', PATIENT, async (t) => {
    const page = await open(t);
    await page.openClaims();
    await page.field('identityToMerge').fill('anonymous-1');
    await page.field('privateClaims').fill('{"big": 12345678901234567890, "tier":"gold"}');
    await page.field('Anonymous user').check();
    const refused = page.field('secureCustomData');
    assert.equal(await refused.isDisabled(), true);
    assert.equal(
      await described(page, refused),
      'Not for this client: sts.clients.travel.allowed-claims does not list it.',
    );
    await page.mint();

    const payload = Buffer.from((await page.token()).split('.')[1], 'base64url').toString();
    assert.match(payload, /"identityToMerge":"anonymous-1"/);
    assert.match(payload, /"privateClaims":\{"big": 12345678901234567890, "tier":"gold"\}/);
    assert.match(payload, /"isAnonymous":true/);

    await page.choose('bank');
    assert.equal(await page.field('Anonymous user').isDisabled(), true);
    assert.equal(await page.field('Anonymous user').isChecked(), false);
    assert.equal(
      await described(page, page.field('Anonymous user')),
      'Not for this client: sts.clients.bank.anonymous is false.',
    );
    assert.equal(
      await described(page, page.field('privateClaims')),
      'Not for this client: sts.clients.bank.private-claims sets it.',
    );
    await page.field('Audience').selectOption('https://idproxy.kore.ai/authorize');
    const claims = jwt.decode(await mintFor(page, 'bank', JANE));
    assert.equal(claims.identityToMerge, undefined);
    assert.deepEqual(claims.privateClaims, { branch: 7 });
    assert.equal(typeof claims.jti, 'string');
  });

  it('sends the audience that is chosen', PATIENT, async (t) => {
    const page = await open(t);
    await page.choose('bank');
    await page.field('Audience').selectOption('https://idproxy.kore.ai/authorize');
    await page.field('Identity').fill(JANE);
    await page.mint();
    assert.equal(jwt.decode(await page.token()).aud, 'https://idproxy.kore.ai/authorize');
  });

  it('merges an anonymous user by proof', PATIENT, async (t) => {
    const page = await open(t);
    await page.field('Anonymous user').check();
    await page.mint();
    const anonymous = await page.token();
    await page.field('Anonymous user').uncheck();
    await page.openClaims();
    await page.field('anonymousJwt').fill(anonymous);
    await page.field('Identity').fill(JANE);
    await page.mint();
    await page.page.getByRole('rowheader', { name: 'identityToMerge' }).waitFor();
    const claims = jwt.decode(await page.token());
    assert.equal(claims.sub, JANE);
    assert.equal(claims.identityToMerge, jwt.decode(anonymous).sub);
  });

  async function described(page, field) {
    const id = await field.getAttribute('aria-describedby');
    return page.page.locator(`#${id}`).innerText();
  }

  describe('shows a refusal in the words of the service', () => {
    it('where nobody says who the user is', PATIENT, async (t) => {
      const page = await open(t);
      await mintFor(page, 'travel', JANE);
      await page.field('Identity').fill('');
      await page.mint();
      await page.problem().getByText('No identity').waitFor();
      const words = await page.problem().innerText();
      assert.match(words, /identity is required: the id of the user in your company, such as an e-mail address\./);
      assert.match(words, /400 · urn:kore-sts:missing-identity · \S+/);
      assert.equal(await page.page.getByRole('table').count(), 0);
      assert.equal(await page.countdown().count(), 0);
    });

    for (const text of ['{"tier":', '["gold"]', 'gold']) {
      it(`where ${text} should be an object`, PATIENT, async (t) => {
        const page = await open(t);
        await page.openClaims();
        await page.field('Identity').fill(JANE);
        await page.field('privateClaims').fill(text);
        await page.mint();
        await page.problem().getByText('privateClaims must be a JSON object.').waitFor();
      });
    }

    it('and takes it back with the next token', PATIENT, async (t) => {
      const page = await open(t);
      await page.mint();
      await page.problem().waitFor();
      await page.field('Identity').fill(JANE);
      await page.mint();
      await page.token();
      assert.equal(await page.problem().count(), 0);
    });

    it('and says so where there is no answer', PATIENT, async (t) => {
      const page = await open(t);
      await page.page.route('**/api/users/sts', (route) => route.abort());
      await page.field('Identity').fill(JANE);
      await page.mint();
      await page.problem().getByText('The service could not be reached').waitFor();
    });
  });

  describe('gives code to copy', () => {
    it('that curl runs', PATIENT, async (t) => {
      const page = await open(t);
      const identity = `O'Brien "Pat" $HOME \\ \`x\` ü`;
      await page.choose('wide');
      await page.field('Identity').fill(identity);
      const { stdout } = await run('bash', ['-c', (await page.snippet('curl')).replace('curl ', 'curl -s ')]);
      const claims = jwt.verify(JSON.parse(stdout).jwt, secret, { algorithms: ['HS512'] });
      assert.deepEqual([claims.iss, claims.sub], ['cs-wide', identity]);
    });

    it('that the Web SDK runs', PATIENT, async (t) => {
      const page = await open(t);
      await page.openClaims();
      await page.field('Identity').fill(JANE);
      await page.field('privateClaims').fill('{"tier":"gold"}');
      const code = await page.snippet('Web SDK');
      const token = await page.page.evaluate(`new Promise((resolve) => {
        const chatConfig = {};
        let given;
        const chatWindowInstance = { setJWT: (value) => (given = value) };
        ${code}
        chatConfig.JWTAsertion(() => resolve(given));
      })`);
      const claims = jwt.verify(token, secret, { algorithms: ['HS256'] });
      assert.deepEqual([claims.sub, claims.privateClaims], [JANE, { tier: 'gold' }]);
    });

    it('for Android and iOS, without the secret', PATIENT, async (t) => {
      const page = await open(t);
      await page.choose('wide');
      await page.field('Identity').fill('J"D');
      await page.field('Anonymous user').check();
      assert.deepEqual((await page.snippet('Android')).split('\n'), [
        'SDKConfiguration.Client.setClient_id("cs-wide");',
        'SDKConfiguration.Client.setClient_secret(""); // stays on the server',
        'SDKConfiguration.Client.setIdentity("J\\"D");',
        `SDKConfiguration.JWTServer.setJwtServerUrl("${service.url}/api/"); // the SDK adds users/sts`,
      ]);
      assert.deepEqual((await page.snippet('iOS')).split('\n'), [
        'let clientId = "cs-wide"',
        'let clientSecret = "" // stays on the server',
        'let identity = "J\\"D"',
        'let isAnonymous = true',
        `let JWT_SERVER = "${service.url}/api/" // the SDK adds users/sts`,
      ]);
    });

    for (const [where, host, permissions] of [
      ['by the clipboard', '127.0.0.1', ['clipboard-read', 'clipboard-write']],
      ['without one', 'sts.test', []],
    ]) {
      it(`${where}, and says so`, PATIENT, async (t) => {
        const page = await open(t, { url: service.url.replace('127.0.0.1', host), window: { permissions } });
        await page.field('Identity').fill(JANE);
        await page.button('Copy the code').click();
        await page.judges('Copied.');
        await page.field('Identity').fill('');
        await page.field('Identity').press('Control+V');
        assert.match(await page.field('Identity').inputValue(), /^curl 'http:.*"identity":"jane\.doe@example\.com"/);
      });
    }
  });

  it('can be used by keyboard alone', PATIENT, async (t) => {
    const page = await open(t);
    const { keyboard } = page.page;
    const focused = () => page.page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    const tabTo = async (id) => {
      for (let i = 0; i < 20 && (await focused()) !== id; i++) {
        await keyboard.press('Tab');
      }
      assert.equal(await focused(), id);
      const outline = await page.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `${id} shows no focus`);
    };

    await tabTo('client');
    await keyboard.type('wide');
    await tabTo('identity');
    await keyboard.type(JANE);
    await tabTo('anonymous');
    await keyboard.press('Space');
    await tabTo('Extra claims none allowed');
    await keyboard.press('Enter');
    await tabTo('anonymousJwt');
    await tabTo('mint');
    await keyboard.press('Enter');
    assert.equal(jwt.decode(await page.token()).isAnonymous, true);
    await page.judges(`Token minted for ${JANE}.`);
    await tabTo('copy-token');
    await tabTo('secret');
    await keyboard.type(secret);
    await page.judges(RIGHT);
    await tabTo('tab-0');
    await keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'tab-3');
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    assert.equal(await focused(), 'tab-1');
    assert.equal(await page.tab('Web SDK').getAttribute('aria-selected'), 'true');
    assert.match(await page.page.getByRole('tabpanel', { name: 'Web SDK' }).innerText(), /JWTAsertion/);
    await keyboard.press('Shift+Tab');
    assert.equal(await focused(), 'copy-code');
  });

  describe('explains a token that is pasted', () => {
    const findings = (page) => page.page.getByRole('list', { name: 'Findings' }).getByRole('listitem').allInnerTexts();

    async function explain(page, token) {
      await page.field('Any other token').fill(token);
      await page.button('Explain').click();
      await page.page.getByRole('list', { name: 'Findings' }).waitFor();
      return findings(page);
    }

    it('of the Express sample, beside its claims', PATIENT, async (t) => {
      const page = await open(t);
      const token = jwt.sign({ iat: Date.now(), exp: Date.now() + 86_400_000, aud: '', iss: 'cs-wide', sub: JANE, isAnonymous: 'false' }, 'x');
      const [verdict, ...found] = await explain(page, `"${token}"`);
      assert.equal(verdict, 'Kore should not take this token. Compared with client wide.');
      for (const id of ['wrong-key', 'milliseconds', 'audience', 'anonymous-unusable']) {
        assert.ok(found.some((text) => text.includes(`\n${id} · `)), `${id} is not among ${found.join('\n\n')}`);
      }
      assert.match((await page.table('Claims')).isAnonymous[0], /^"false"$/);
      const { method, url, headers } = page.requests.at(-1);
      assert.deepEqual([method, url, headers['content-type']], ['POST', `${service.url}/playground/explain`, 'application/jwt']);
      assert.deepEqual(page.complaints, []);
    });

    it('of its own', PATIENT, async (t) => {
      const page = await open(t);
      await mintFor(page, 'travel', JANE);
      const token = await page.token();
      assert.deepEqual(await explain(page, token), ['Kore should take this token. Compared with client travel.']);
    });

    it('and says what is none', PATIENT, async (t) => {
      const page = await open(t);
      const [, found] = await explain(page, secret);
      assert.match(found, /\nnot-a-token · /);
      assert.doesNotMatch(await page.page.content(), new RegExp(secret.slice(0, 20).replace(/[+/]/g, '.')));
    });
  });

  it('mints by Enter in the identity, and stays there', PATIENT, async (t) => {
    const page = await open(t);
    await page.field('Identity').fill(JANE);
    await page.field('Identity').press('Enter');
    await page.token();
    assert.equal(await page.page.evaluate(() => document.activeElement.id), 'identity');
  });

  for (const colorScheme of ['light', 'dark']) {
    it(`has nothing for axe to find, ${colorScheme}`, PATIENT, async (t) => {
      const page = await open(t, { window: { colorScheme } });
      const audit = async (what) => {
        await page.page.evaluate(axe.source);
        const { violations, passes } = await page.page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.flatMap(({ id, nodes }) => nodes.map((node) => `${what}: ${id}: ${node.html}: ${node.failureSummary}`)),
          [],
        );
        assert.ok(passes.some(({ id }) => id === 'color-contrast'));
        await page.picture(`${what}-${colorScheme}`);
      };

      await audit('empty');
      await page.openClaims();
      await mintFor(page, 'travel', JANE);
      await page.field('Client secret').fill(secret);
      await page.judges(RIGHT);
      await audit('signed');
      await page.field('Client secret').fill('x');
      await page.judges(WRONG);
      await page.tab('Web SDK').click();
      await audit('wrong');
      await mintFor(page, 'sealed', JANE);
      await page.page.getByText('only the platform').waitFor();
      await audit('encrypted');
      await page.field('Identity').fill('');
      await page.mint();
      await page.problem().waitFor();
      await audit('problem');
      await page.field('Any other token').fill(jwt.sign({ sub: JANE, jti: '1' }, secret));
      await page.button('Explain').click();
      await page.page.getByText('single-use').waitFor();
      await audit('explained');
    });
  }

  it('fits a phone', PATIENT, async (t) => {
    const page = await open(t, { window: { viewport: { width: 360, height: 740 } } });
    await mintFor(page, 'travel', JANE);
    await page.tab('Web SDK').click();
    const [wide, seen] = await page.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${wide} > ${seen}`);
    await page.picture('phone');
  });

  it('is not there unless it is switched on', PATIENT, async (t) => {
    const off = await startService('playground-off', { sts: { ...settings, playground: undefined } });
    t.after(() => off.stop());
    assert.equal((await fetch(`${off.url}/playground/`)).status, 404);
    assert.doesNotMatch(off.log(), /PlaygroundConfiguration/);
  });
});

describe('The playground of a service that wants proof', () => {
  let browser;

  before(async () => (browser = await launchBrowser()), PATIENT);
  after(() => browser?.close(), PATIENT);

  it('shows the refusal, and gives code that sends the access token', PATIENT, async (t) => {
    const provider = { 'issuer-uri': 'http://127.0.0.1:9' };
    const service = await startService('playground-oidc', {
      spring: { security: { oauth2: { resourceserver: { jwt: provider } } } },
      sts: { ...settings, caller: { mode: 'oidc' } },
    });
    t.after(() => service.stop());
    const page = await openPlayground(browser, service.url);
    t.after(() => page.close());

    await page.field('Access token of the user').fill('no-token');
    await page.mint();
    await page.problem().getByText('sign on first, then ask again').waitFor();
    assert.equal(page.requests.at(-1).headers.authorization, 'Bearer no-token');
    assert.match(await page.snippet('curl'), /-H "Authorization: Bearer \$ACCESS_TOKEN"/);
    assert.match(await page.snippet('Web SDK'), /Authorization: `Bearer \$\{accessToken\}`/);
    assert.doesNotMatch(await page.snippet('curl'), /no-token/);
  });
});

describe('The playground behind a gateway that ends TLS', () => {
  let browser;
  let service;
  let gateway;
  let signOn;
  let url;

  before(async () => {
    const caller = { mode: 'gateway', gateway: { 'identity-header': 'X-Forwarded-User', 'secret-header': 'X-Gateway-Secret', secret: proof } };
    const cors = { 'own-hosts': ['sts.test'] };
    [browser, service, signOn] = await Promise.all([
      launchBrowser(),
      startService('playground-tls', { sts: { ...settings, caller, cors } }),
      startSessions(),
    ]);
    const [port] = await freePorts(1);
    const instances = [new URL(service.url).host];
    gateway = await startGateway(NginxGateway, { port, instances, secret: proof, pages: 'proxy_pass http://kore_sts;', ...signOn.settings });
    url = `https://sts.test:${port}`;
  }, PATIENT);

  after(async () => {
    await gateway?.stop();
    await Promise.all([browser?.close(), service?.stop(), signOn?.stop()]);
  }, PATIENT);

  it('mints a token for the user who is signed on there, checks it and explains it', PATIENT, async (t) => {
    const signedOn = (page) => page.context().addCookies([{ name: 'session', value: 'jane', url }]);
    const page = await openPlayground(browser, url, { ignoreHTTPSErrors: true }, signedOn);
    t.after(() => page.close());
    await page.mint();
    const token = await page.token();
    assert.equal(jwt.verify(token, secret, { algorithms: ['HS256'] }).sub, 'jane@example.com');
    await page.field('Client secret').fill(secret);
    await page.judges(RIGHT);

    await page.field('Any other token').fill(token);
    await page.button('Explain').click();
    const verdict = page.page.getByRole('list', { name: 'Findings' }).getByText('Kore should take this token.');
    await verdict.waitFor();
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.requests.filter((request) => !request.url.startsWith(`${url}/`)), []);
  });
});
