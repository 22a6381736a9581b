// A web page with the Kore Web SDK in it, as a company would put it on its site, and what a user of it sees and does.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

import { PATIENCE_MILLIS } from './patience.js';
import { close, listen } from './server.js';

const SDK = createRequire(import.meta.url).resolve('kore-web-sdk/dist/umd/kore-web-sdk-umd-chat.min.js');

/** How the page obtains the token; the names of the functions in the page below. */
export const WAYS = {
  builtIn: "the SDK's own form post",
  getJwtHook: 'the JWTAsertion hook with getJWT',
  fetchHook: 'the JWTAsertion hook with fetch',
};

export const BOT_NAME = 'Travel Bot';

/**
 * Serves the page on a free port; every host name that leads to it is an origin of its own.
 *
 * @returns {Promise<{originOf: (host: string) => string, stop: () => Promise<void>}>}
 */
export async function startPages() {
  const content = {
    '/': ['text/html; charset=utf-8', HTML],
    '/kore-web-sdk-umd-chat.min.js': ['text/javascript; charset=utf-8', readFileSync(SDK)],
  };
  const server = http.createServer((request, response) => {
    const [type, body] = content[new URL(request.url, 'http://page.test').pathname] ?? [];
    response.writeHead(body ? 200 : 404, type ? { 'Content-Type': type } : {}).end(body);
  });
  const port = await listen(server);
  return { originOf: (host) => `http://${host}:${port}`, stop: () => close(server) };
}

/** Puts the page into a folder, for a web server. */
export function writePages(folder) {
  writeFileSync(join(folder, 'index.html'), HTML);
  copyFileSync(SDK, join(folder, basename(SDK)));
}

/**
 * Opens the page in a window that shares nothing with other windows.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} origin where the page comes from
 * @param {object} settings
 * @param {keyof WAYS} settings.way
 * @param {string} settings.stsUrl
 * @param {string} settings.apiUrl the platform's
 * @param {string} settings.identity
 * @param {string} [settings.clientId]
 * @param {string} [settings.clientSecret]
 * @param {boolean} [settings.loadHistory]
 * @param {string} [settings.issuer] where the page signs its user on, for bearerHook
 * @param {(page: object) => Promise<void>} [settings.signOn] what the user does at the login form that the page leads to
 * @returns {Promise<Chat>}
 */
export async function openChat(browser, origin, { signOn, ...settings }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: signOn !== undefined });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  const page = await context.newPage();
  const chat = new Chat(context, page);
  const url = `${origin}/?${new URLSearchParams({ settings: JSON.stringify({ botName: BOT_NAME, ...settings }) })}`;
  await chat.open(url);
  await signOn?.(page);
  if (signOn && !settings.issuer) {
    // A gateway sends its user on to the page, but not always with the query.
    await page.waitForURL((now) => now.origin === new URL(origin).origin && !now.pathname.startsWith('/oauth2/'));
    await chat.open(url);
  }
  return chat;
}

class Chat {
  /** Requests of the page that left the browser or tried to: {method, url, headers, body, failure?}. */
  requests = [];

  #context;
  #page;
  #console = [];

  constructor(context, page) {
    this.#context = context;
    this.#page = page;
    page.on('console', (message) => this.#console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.#console.push(`uncaught: ${error.message}`));
    page.on('requestfinished', (request) => this.#record(request));
    page.on('requestfailed', (request) => this.#record(request));
  }

  async open(url) {
    await this.#page.goto(url);
  }

  /** Waits until the header shows this title. */
  async showsTitle(title) {
    await this.#await(`the title "${title}"`, () =>
      this.#page.waitForFunction((wanted) => document.querySelector('.header-title')?.textContent.trim() === wanted, title),
    );
  }

  title() {
    return this.#page.locator('.header-title').first().textContent();
  }

  /** Types a line as a user does. */
  async say(line) {
    const input = this.#page.locator('.chatInputBox').first();
    await this.#await('the input box', () => input.waitFor({ state: 'visible' }));
    await input.click();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }

  /** Waits until the bot's answer with this text is in the conversation. */
  async shows(text) {
    const answer = this.#page.locator('.chat-container li.fromOtherUsers', { hasText: text });
    await this.#await(`the answer "${text}"`, () => answer.first().waitFor({ state: 'visible' }));
  }

  /** Waits for the error that the window shows; resolves to its text. */
  async error() {
    const block = this.#page.locator('.errorMsgBlock.showError');
    await this.#await('an error', () => block.waitFor({ state: 'visible' }));
    return block.textContent();
  }

  showsError() {
    return this.#page.locator('.errorMsgBlock.showError').isVisible();
  }

  /** Waits until the SDK has emitted this event. */
  async emitted(name) {
    await this.#await(`the event ${name}`, () =>
      this.#page.waitForFunction((wanted) => globalThis.emitted?.includes(wanted), name),
    );
  }

  events() {
    return this.#page.evaluate(() => globalThis.emitted);
  }

  /** Waits until a request to this URL has ended without an answer that the page may read. */
  async failedToRead(url) {
    await this.#await(`the failure of a request to ${url}`, async () => {
      const failed = () => this.requests.some((request) => request.url === url && request.failure);
      if (!failed()) {
        await this.#page.waitForEvent('requestfailed', { predicate: (request) => request.url() === url });
      }
    });
  }

  /** What the window shows. */
  text() {
    return this.#page.locator('body').innerText();
  }

  /** @param {{width: number, height: number}} size of the window */
  async picture(size) {
    await this.#page.setViewportSize(size);
    return this.#page.screenshot({ animations: 'disabled' });
  }

  close() {
    return this.#context.close();
  }

  #record(request) {
    this.requests.push({
      method: request.method(),
      url: request.url(),
      headers: request.headers(),
      body: request.postData(),
      failure: request.failure()?.errorText,
    });
  }

  async #await(what, wait) {
    try {
      await wait();
    } catch (error) {
      const seen = await this.#page
        .locator('.header-title, .errorMsgBlock')
        .allTextContents()
        .catch(() => []);
      const reason = `${what} did not come (${error.message.split('\n')[0]})`;
      throw new Error([reason, `window: ${seen.join(' | ')}`, ...this.#console].join('\n  '), { cause: error });
    }
  }
}

const HTML = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Chat</title>
  <link rel="icon" href="data:,">
</head>
<body>
<script src="kore-web-sdk-umd-chat.min.js"></script>
<script>
  const query = new URLSearchParams(location.search);
  if (query.has('settings')) {
    sessionStorage.settings = query.get('settings');
  }
  const settings = JSON.parse(sessionStorage.settings);
  const accessToken = settings.issuer && signOn(settings.issuer, 'chat');
  if (!settings.issuer || query.has('code')) {
    startChat();
  }

  /** Authorization code flow with PKCE (RFC 7636), without a library so that nothing is hidden. */
  async function signOn(issuer, clientId) {
    const redirectUri = location.origin + location.pathname;
    if (!query.has('code')) {
      const base64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
      const verifier = (sessionStorage.verifier = base64Url(crypto.getRandomValues(new Uint8Array(32))));
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
      const parameters = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid email',
        code_challenge: base64Url(new Uint8Array(digest)),
        code_challenge_method: 'S256',
      };
      location.href = issuer + '/protocol/openid-connect/auth?' + new URLSearchParams(parameters);
      return undefined;
    }
    const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code: query.get('code') };
    const response = await fetch(issuer + '/protocol/openid-connect/token', {
      method: 'POST',
      body: new URLSearchParams({ ...form, code_verifier: sessionStorage.verifier }),
    });
    return (await response.json()).access_token;
  }

  function startChat() {
  const { chatConfig, chatWindow } = KoreChatSDK;
  const cw = new chatWindow();

  chatConfig.minimizeMode = false;
  chatConfig.allowLocation = false;
  chatConfig.loadHistory = settings.loadHistory === true;
  const { botOptions } = chatConfig;
  botOptions.koreAPIUrl = settings.apiUrl;
  botOptions.JWTUrl = settings.stsUrl;
  botOptions.userIdentity = settings.identity;
  botOptions.botInfo = { name: settings.botName, _id: 'st-demo' };
  botOptions.clientId = settings.clientId ?? '';
  botOptions.clientSecret = settings.clientSecret ?? '';

  const ways = {
    builtIn() {},

    getJwtHook() {
      chatConfig.JWTAsertion = (commitJWT) => {
        cw.getJWT(chatConfig.botOptions).then(
          (answer) => {
            cw.setJWT(answer.jwt);
            commitJWT();
          },
          (error) => console.log(error.statusText),
        );
      };
    },

    fetchHook() {
      chatConfig.JWTAsertion = (commitJWT) => {
        fetch(settings.stsUrl + '/', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ identity: settings.identity }),
        })
          .then((response) => {
            if (!response.ok) {
              throw new Error('the answer is ' + response.status);
            }
            return response.json();
          })
          .then((answer) => {
            cw.setJWT(answer.jwt);
            commitJWT();
          })
          .catch((error) => console.log(error.message));
      };
    },
  };
  // docs/keycloak.md: the page has signed its user on, and brings the access token.
  ways.bearerHook = () => {
    chatConfig.JWTAsertion = async (commitJWT) => {
      const response = await fetch(settings.stsUrl, {
        method: 'POST',
        headers: { Authorization: 'Bearer ' + (await accessToken) },
      });
      const { jwt } = await response.json();
      cw.setJWT(jwt);
      commitJWT();
    };
  };
  ways[settings.way]();

  globalThis.emitted = [];
  for (const name of ['JWT_SUCCESS', 'JWT_GRANT_SUCCESS', 'ON_WS_OPEN']) {
    cw.on(cw.EVENTS[name], () => emitted.push(cw.EVENTS[name]));
  }
  cw.show(chatConfig);
  }
</script>
</body>
</html>
`;
