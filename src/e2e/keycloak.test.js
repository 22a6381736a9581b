// A real Keycloak with the realm of deploy/keycloak, as docs/keycloak.md sets it up: users sign on in Chromium, at the page or at
// a gateway, and chat in their own name.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import jwt from 'jsonwebtoken';

import { launchBrowser } from './lib/browser.js';
import { exchange } from './lib/exchange.js';
import { ApacheGateway, NginxGateway, OAUTH2_PROXY, startGateway } from './lib/gateway.js';
import { startKeycloak } from './lib/keycloak.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { BOT_NAME, openChat, startPages } from './lib/page.js';
import { PATIENT, until } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { Program } from './lib/program.js';
import { freePorts } from './lib/server.js';
import { startService } from './lib/service.js';

const JANE = 'jane@example.com';
const secret = newSecret();
const proof = randomBytes(32).toString('hex');
const client = { 'client-id': 'cs-main', algorithm: 'HS256', 'client-secret': secret, anonymous: false };

describe('Keycloak', () => {
  const started = [];
  let keycloak;
  let browser;
  let pages;
  let platform;
  let pageOrigin;
  let ports;
  let clientSecret;

  /** Ends what a test or this suite started, the last first. */
  const ends = (what) => {
    started.unshift(what);
    return what;
  };

  before(async () => {
    pages = ends(await startPages());
    platform = ends(await startPlatform({ clients: [{ id: 'cs-main', algorithm: 'HS256', key: secret }] }));
    // 127.0.0.1 is a secure context, which the page's PKCE needs.
    pageOrigin = pages.originOf('127.0.0.1');
    ports = await freePorts(2);
    keycloak = ends(
      await startKeycloak((realm) => {
        const [chat, gateway] = realm.clients;
        chat.redirectUris = [`${pageOrigin}/`];
        chat.webOrigins = [pageOrigin];
        gateway.redirectUris = ports.map((port) => `https://127.0.0.1:${port}/oauth2/callback`);
        for (const each of realm.clients) {
          each.directAccessGrantsEnabled = true;
        }
        // Only for the one user whose address nobody has verified: the realm as it stands would not let her in.
        realm.verifyEmail = false;
      }),
    );
    await keycloak.addUser('jane', JANE, true);
    await keycloak.addUser('mallory', 'ceo@example.com', false);
    clientSecret = await keycloak.secretOf('chat-gateway');
    browser = await launchBrowser();
    ends({ stop: () => browser.close() });
  }, PATIENT);

  after(async () => {
    for (const each of started) {
      await each.stop();
    }
  }, PATIENT);

  async function converses(chat, line) {
    await chat.showsTitle(BOT_NAME);
    await chat.say(line);
    await chat.shows(line);
    assert.deepEqual(platform.lines.at(-1), { identity: `cs-main/${JANE}`, text: line });
  }

  const signsOn = (username) => (page) => keycloak.signOn(page, username);
  const caller = (extra) => ({
    spring: { security: { oauth2: { resourceserver: { jwt: { 'issuer-uri': keycloak.issuer, audiences: ['kore-sts'] } } } } },
    sts: { caller: { mode: 'oidc' }, clients: { main: client }, ...extra },
  });
  const gatewayMode = {
    sts: { caller: { mode: 'gateway', gateway: { secret: proof } }, clients: { main: client } },
  };
  const ask = (service, token) => exchange(service.stsUrl, { headers: [['Authorization', `Bearer ${token}`]] });

  describe('and the service in mode oidc', () => {
    let service;

    before(async () => {
      service = ends(await startService('keycloak-oidc', caller({ cors: { 'allowed-origins': [pageOrigin] } })));
    }, PATIENT);

    async function assertTaken(token) {
      const answer = await ask(service, token);
      assert.equal(answer.status, 200, `${answer.text}\n${service.log().slice(-1500)}`);
    }

    /** Keys are read in the background: until they are, a token of an unknown key gets 503 with Retry-After. */
    async function assertTakenSoon(token) {
      await until(async () => (await ask(service, token)).status !== 503, () => service.log().slice(-1500));
      await assertTaken(token);
    }

    it('sign a user on at the page, whose hook brings the access token, and she chats', PATIENT, async () => {
      const chat = await openChat(browser, pageOrigin, {
        way: 'bearerHook',
        stsUrl: service.stsUrl,
        apiUrl: platform.apiUrl,
        issuer: keycloak.issuer,
        signOn: signsOn('jane'),
      });
      await converses(chat, 'by the access token');
      await chat.close();
    });

    it('take the access token, and no other', async () => {
      const { access_token: access, id_token: id } = await keycloak.tokens('jane');
      await assertTaken(access);
      const gateway = { client_id: 'chat-gateway', client_secret: clientSecret };
      const foreign = await keycloak.tokens('jane', gateway);
      const [head, body] = access.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url'));
      const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
      for (const [what, token] of [
        ['an ID token, which is for the page', id],
        ['an access token for another service', foreign.access_token],
        ['a refresh token', (await keycloak.tokens('jane')).refresh_token],
        ['one that was changed', `${head}.${encoded({ ...claims, email: 'ceo@example.com' })}.${access.split('.')[2]}`],
        ['one that is not signed', `${encoded({ alg: 'none', typ: 'JWT' })}.${body}.`],
        ['half a token', access.slice(0, access.length / 2)],
      ]) {
        const answer = await ask(service, token);
        assert.equal(answer.status, 401, `${what}: ${answer.text}`);
      }
    });

    it('take tokens of a new key soon, and of the old one until it is gone', async () => {
      const { access_token: old } = await keycloak.tokens('jane');
      await keycloak.addKey('rsa-generated', { algorithm: ['RS256'] });
      const { access_token: renewed } = await keycloak.tokens('jane');
      assert.notEqual(renewed.split('.')[0], old.split('.')[0], 'the key is the same');
      await assertTakenSoon(renewed);
      await assertTaken(old);
    });

    it('take tokens of another algorithm without a restart', async () => {
      const { access_token: old } = await keycloak.tokens('jane');
      await keycloak.addKey('ecdsa-generated', { ecdsaEllipticCurveKey: ['P-256'] });
      await keycloak.changeClient('chat', (chat) => (chat.attributes['access.token.signed.response.alg'] = 'ES256'));
      const { access_token: renewed } = await keycloak.tokens('jane');
      assert.equal(jwt.decode(renewed, { complete: true }).header.alg, 'ES256');
      await assertTakenSoon(renewed);
      await assertTaken(old);
    });

    it('refuse an account whose address nobody has verified, and say so in the log', async () => {
      const { access_token: token } = await keycloak.tokens('mallory');
      const answer = await ask(service, token);
      assert.equal(answer.status, 403, answer.text);
      await service.logs('email-not-verified');
      assert.doesNotMatch(answer.text, /ceo@|cs-main/);
    });

    it('keep on while Keycloak hangs, is away, and is back', PATIENT, async () => {
      const { access_token: token } = await keycloak.tokens('jane');
      await assertTaken(token);
      keycloak.hang();
      try {
        await assertTaken(token);
        const claims = jwt.decode(token);
        const unknown = jwt.sign(claims, newRsaKeys().privateKey, { algorithm: 'RS256', keyid: 'unknown' });
        const answer = await ask(service, unknown);
        assert.ok([401, 503].includes(answer.status), answer.text);
        await assertTaken(token);
      } finally {
        keycloak.goOn();
      }
      await keycloak.crash();
      await assertTaken(token);
      // One that starts meanwhile is ready, takes nobody, and comes round by itself.
      const late = ends(await startService('keycloak-late', caller({})));
      assert.equal((await ask(late, token)).status, 503);
      await keycloak.start();
      const { access_token: fresh } = await keycloak.tokens('jane');
      await assertTaken(fresh);
      let answer;
      await until(
        async () => (answer = await ask(late, fresh)).status === 200,
        () => answer.text,
      );
    });
  });

  describe('and gateways', () => {
    let service;

    before(async () => {
      service = ends(await startService('keycloak-gateway', gatewayMode));
    }, PATIENT);

    /** Starts a gateway whose origin may ask. */
    async function behind(name, Kind, port, settings) {
      const configuration = structuredClone(gatewayMode);
      configuration.sts.cors = { 'allowed-origins': [`https://127.0.0.1:${port}`] };
      await service.stop();
      started.splice(started.indexOf(service), 1);
      service = ends(await startService(`keycloak-${name}`, configuration));
      const instances = [new URL(service.url).host];
      return ends(await startGateway(Kind, { port, instances, secret: proof, ...settings }));
    }

    const chatAt = (gateway, path, username) =>
      openChat(browser, gateway.url + path, {
        way: 'fetchHook',
        stsUrl: `${gateway.url}/api/users/sts`,
        apiUrl: platform.apiUrl,
        signOn: signsOn(username),
      });

    /** oauth2-proxy with the configuration of deploy/nginx. */
    async function startOauth2Proxy(port) {
      const program = ends(new Program('oauth2-proxy'));
      const [own] = await freePorts(1);
      const file = (name, text) => {
        writeFileSync(join(program.folder, name), text, { mode: 0o600 });
        return join(program.folder, name);
      };
      const text = readFileSync(new URL('../../deploy/nginx/oauth2-proxy.cfg', import.meta.url), 'utf8')
        .replace('127.0.0.1:4180', `127.0.0.1:${own}`)
        .replace('https://login.example.com/realms/staff', keycloak.issuer)
        .replace('/etc/oauth2-proxy/client-secret', file('client-secret', clientSecret))
        .replace('https://chat.example.com', `https://127.0.0.1:${port}`);
      const env = { PATH: process.env.PATH, OAUTH2_PROXY_COOKIE_SECRET: randomBytes(16).toString('hex') };
      const url = `http://127.0.0.1:${own}`;
      const serves = async () => (await fetch(`${url}/ping`)).ok;
      await program.start(OAUTH2_PROXY, [`--config=${file('oauth2-proxy.cfg', text)}`], serves, { env });
      return url;
    }

    it('sign a user on by oauth2-proxy before nginx, and she chats', PATIENT, async () => {
      const [port] = ports;
      const ssoUrl = await startOauth2Proxy(port);
      // Whoever opens a page is sent to sign on first, as sites of companies do.
      const pagesOfHost = `
        auth_request /_sso;
        error_page 401 = @sign_on;
        proxy_pass http://${new URL(pageOrigin).host};
      }
      location @sign_on {
        return 302 /oauth2/start?rd=$escaped_uri;`;
      const gateway = await behind('nginx', NginxGateway, port, { ssoUrl, pages: pagesOfHost.replace('$escaped_uri', '$request_uri') });
      const chat = await chatAt(gateway, '', 'jane');
      await converses(chat, 'by oauth2-proxy');
      await chat.close();

      const refused = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await refused.newPage();
      await page.goto(`${gateway.url}/oauth2/start?rd=/`);
      await keycloak.signOn(page, 'mallory');
      await page.waitForURL(/oauth2\/callback/);
      assert.match(await page.textContent('body'), /Internal Server Error|500|Forbidden/i);
      await refused.close();
    });

    it("sign a user on by Apache's session, and she chats", PATIENT, async () => {
      const [, port] = ports;
      const provider = { issuer: keycloak.issuer, audience: 'chat-gateway' };
      const settings = { provider, signOn: 'session', clientId: 'chat-gateway', clientSecret };
      const gateway = await behind('apache-session', ApacheGateway, port, settings);
      const chat = await chatAt(gateway, '/chat', 'jane');
      await converses(chat, "by Apache's session");
      await chat.close();

      const unverified = await chatAt(gateway, '/chat', 'mallory');
      await until(() => /no-identity|unauthenticated|failure/.test(service.log()), () => 'mallory was not refused');
      assert.doesNotMatch(service.log(), /ceo@example\.com/);
      await unverified.close();
    });

    it("take a bearer token by Apache's other variant", PATIENT, async () => {
      const [, port] = await freePorts(2);
      const jwksUri = `${keycloak.issuer}/protocol/openid-connect/certs`;
      const provider = { issuer: keycloak.issuer, audience: 'kore-sts', jwksUri };
      const gateway = await behind('apache-bearer', ApacheGateway, port, { provider, signOn: 'bearer' });
      const answerTo = async (token) => gateway.ask('/api/users/sts', { headers: [['Authorization', `Bearer ${token}`]] });
      const { access_token: access, id_token: id } = await keycloak.tokens('jane');
      assert.equal((await answerTo(access)).status, 200);
      assert.equal((await answerTo(id)).status, 401);
      assert.equal((await answerTo((await keycloak.tokens('mallory')).access_token)).status, 401);
    });
  });
});
