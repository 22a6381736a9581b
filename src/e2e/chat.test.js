// The main job, on real input: the Kore Web SDK in Chromium obtains its token from the packaged service, and the platform
// lets the user in. Page, service and platform are three sites.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { launchBrowser } from './lib/browser.js';
import { exchange } from './lib/exchange.js';
import { newRsaKeys, newSecret } from './lib/keys.js';
import { BOT_NAME, openChat, startPages, WAYS } from './lib/page.js';
import { PATIENT } from './lib/patience.js';
import { startPlatform } from './lib/platform.js';
import { startService } from './lib/service.js';

const CONNECTING = 'Connecting...';
const AUDIENCE = 'https://idproxy.kore.com/authorize';
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

const secret = newSecret();
const keys = newRsaKeys();

/** What the service knows. */
const clients = {
  hs: { 'client-id': 'cs-hs', algorithm: 'HS256', 'client-secret': secret },
  rs: { 'client-id': 'cs-rs', algorithm: 'RS256', 'private-key': keys.privateKey },
  once: { 'client-id': 'cs-once', algorithm: 'HS256', 'client-secret': secret, jti: true },
  wronghs: { 'client-id': 'cs-wrong-hs', algorithm: 'HS256', 'client-secret': newSecret() },
  wrongrs: { 'client-id': 'cs-wrong-rs', algorithm: 'RS256', 'private-key': newRsaKeys().privateKey },
};

/** What the platform knows. */
const registered = [
  { id: 'cs-hs', algorithm: 'HS256', key: secret },
  { id: 'cs-rs', algorithm: 'RS256', key: keys.publicKey },
  { id: 'cs-once', algorithm: 'HS256', key: secret, requireJti: true },
  { id: 'cs-wrong-hs', algorithm: 'HS256', key: secret },
  { id: 'cs-wrong-rs', algorithm: 'RS256', key: keys.publicKey },
];

describe('The Kore Web SDK in a browser', () => {
  let browser;
  let pages;
  let platform;
  let origin;
  /** One service for each default client, because the documented hooks do not name a client. */
  const services = {};

  before(async () => {
    [browser, pages, platform] = await Promise.all([
      launchBrowser(),
      startPages(),
      startPlatform({ clients: registered }),
    ]);
    origin = pages.originOf('www.shop.test');
    const start = async (defaultClient) => {
      services[defaultClient] = await startService(`chat-${defaultClient}`, {
        sts: {
          'default-client': defaultClient,
          caller: { mode: 'open' },
          cors: { 'allowed-origins': [origin] },
          clients,
        },
      });
    };
    await Promise.all([start('hs'), start('rs')]);
  }, PATIENT);

  after(async () => {
    await Promise.all([browser?.close(), pages?.stop(), platform?.stop(), ...Object.values(services).map((s) => s.stop())]);
  }, PATIENT);

  /** Opens the page, and closes it when the test ends. */
  async function open(t, { from = origin, service = services.hs, ...settings }) {
    const chat = await openChat(browser, from, { stsUrl: service.stsUrl, apiUrl: platform.apiUrl, ...settings });
    t.after(() => chat.close());
    return chat;
  }

  async function converses(chat, line) {
    await chat.showsTitle(BOT_NAME);
    await chat.emitted('jwtGrantSuccess');
    await chat.emitted('onWSOpen');
    await chat.say(line);
    await chat.shows(`Echo: ${line}`);
    assert.equal(await chat.showsError(), false);
  }

  function requestsTo(chat, url) {
    return chat.requests.filter((request) => request.url.startsWith(url));
  }

  for (const [name, algorithm] of [
    ['hs', 'HS256'],
    ['rs', 'RS256'],
  ]) {
    for (const [way, words] of Object.entries(WAYS)) {
      it(`chats with an ${algorithm} token by ${words}`, PATIENT, async (t) => {
        const grants = platform.grants.length;
        const identity = `${way}.${name}@example.com`;
        const chat = await open(t, { service: services[name], way, identity });

        await converses(chat, `Hello by ${way}`);

        assert.equal(platform.grants.length, grants + 1);
        const { user } = platform.grants.at(-1);
        assert.deepEqual(user.header, { alg: algorithm, typ: 'JWT' });
        assert.deepEqual(user.claims, {
          iat: user.claims.iat,
          exp: user.claims.iat + 3600,
          aud: AUDIENCE,
          iss: `cs-${name}`,
          sub: identity,
          isAnonymous: false,
        });
        assert.deepEqual(platform.lines.at(-1), { identity: `cs-${name}/${identity}`, text: `Hello by ${way}` });
        assert.deepEqual(
          requestsTo(chat, services[name].url).map(({ method, url, headers, body }) => [
            method,
            url,
            headers['content-type'],
            body,
          ]),
          [asSent(way, services[name].stsUrl, identity)],
        );
      });
    }
  }

  /** What this way of asking puts on the wire: if the SDK did something else, the test would show less than it says. */
  function asSent(way, stsUrl, identity) {
    return way === 'fetchHook'
      ? ['POST', `${stsUrl}/`, 'application/json', JSON.stringify({ identity })]
      : ['POST', stsUrl, FORM, `clientId=&clientSecret=&identity=${encodeURIComponent(identity)}&aud=&isAnonymous=false`];
  }

  it('chats as the client that the page names, whatever client secret it ships', PATIENT, async (t) => {
    const chat = await open(t, {
      way: 'builtIn',
      identity: 'jane@example.com',
      clientId: 'cs-rs',
      clientSecret: newSecret(),
    });
    await converses(chat, 'Who am I?');
    assert.equal(platform.grants.at(-1).user.identity, 'cs-rs/jane@example.com');
  });

  it('chats with its history loaded', PATIENT, async (t) => {
    const chat = await open(t, { way: 'builtIn', identity: 'jane@example.com', loadHistory: true });
    await converses(chat, 'Where were we?');
  });

  it('chats as a user whose name is not ASCII', PATIENT, async (t) => {
    for (const way of ['builtIn', 'fetchHook']) {
      const identity = 'Jürgen & Zoë +😀 東京/50%';
      const chat = await open(t, { way, identity });
      await converses(chat, 'Grüße 😀');
      assert.equal(platform.grants.at(-1).user.sub, identity);
    }
  });

  it('gets a new token at every call, so that a token may be used once', PATIENT, async (t) => {
    const grants = platform.grants.length;
    for (const round of [1, 2]) {
      const chat = await open(t, { way: 'builtIn', identity: 'jane@example.com', clientId: 'cs-once' });
      await converses(chat, `Round ${round}`);
    }
    const [first, second, ...others] = platform.grants.slice(grants);
    assert.deepEqual(others, []);
    assert.notEqual(first.assertion, second.assertion);
    assert.notEqual(first.user.jti, second.user.jti);
  });

  for (const [clientId, what] of [
    ['cs-wrong-hs', 'secret'],
    ['cs-wrong-rs', 'private key'],
  ]) {
    it(`shows the platform's message when the service has a wrong ${what}`, PATIENT, async (t) => {
      const chat = await open(t, { way: 'builtIn', identity: 'jane@example.com', clientId });
      assert.equal(await chat.error(), 'error verifying the jwt: invalid signature');
      assert.equal(await chat.title(), CONNECTING);
      assert.deepEqual(await chat.events(), ['jwtSuccess']);
      assert.equal(platform.grants.at(-1).status, 401);
    });
  }

  describe('on a page of a site that is not allowed', () => {
    for (const [way, words] of Object.entries(WAYS)) {
      it(`gets no token by ${words}`, PATIENT, async (t) => {
        const grants = platform.grants.length;
        const chat = await open(t, { from: pages.originOf('evil.test'), way, identity: 'jane@example.com' });

        await chat.failedToRead(asSent(way, services.hs.stsUrl)[1]);

        assert.equal(await chat.title(), CONNECTING);
        assert.deepEqual(await chat.events(), []);
        assert.deepEqual(requestsTo(chat, platform.apiUrl), []);
        assert.equal(platform.grants.length, grants);
      });
    }

    const evil = () => ['Origin', pages.originOf('evil.test')];

    function assertRefused({ status, headers, text }) {
      assert.equal(status, 403, text);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('access-control-')),
        [],
      );
      assert.doesNotMatch(text, /eyJ/);
    }

    it('is answered 403 without CORS headers to its form post', async () => {
      const answer = await exchange(services.hs.stsUrl, {
        headers: [['Content-Type', FORM], evil()],
        body: 'clientId=&clientSecret=&identity=jane%40example.com&aud=&isAnonymous=false',
      });
      assertRefused(answer);
      assert.match(answer.headers['content-type'], /^application\/problem\+json\b/);
    });

    it('is answered 403 without CORS headers to its JSON post', async () => {
      const answer = await exchange(services.hs.stsUrl, {
        headers: [['Content-Type', 'application/json'], evil()],
        body: '{"identity":"jane@example.com"}',
      });
      assertRefused(answer);
      assert.match(answer.headers['content-type'], /^application\/problem\+json\b/);
    });

    it('is answered 403 without CORS headers to its preflight', async () => {
      const headers = [
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'content-type'],
        evil(),
      ];
      assertRefused(await exchange(`${services.hs.stsUrl}/`, { method: 'OPTIONS', headers }));
    });
  });
});
