// A fake of the Kore.ai platform, as far as the Web SDK talks to it: jwtgrant, the theme, rtm/start, the web socket
// and the history. It lets in whoever brings an assertion that the verifier accepts, and echoes what that user says.
import { randomUUID } from 'node:crypto';
import http from 'node:http';

import { WebSocketServer } from 'ws';

import { close, listen } from './server.js';
import { createVerifier, Refused } from './verifier.js';

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/**
 * Starts the platform on a free port of the loopback interface.
 *
 * @param {object} options see createVerifier
 * @param {(text: string, user: object) => string} [options.answer] what the bot says to a line of this user
 * @returns {Promise<Platform>}
 */
export async function startPlatform({ answer = (text) => `Echo: ${text}`, ...options }) {
  const platform = new Platform(createVerifier(options), answer);
  await platform.listen();
  return platform;
}

class Platform {
  /** Every call of jwtgrant, in order: {assertion, status, message?, user?}. */
  grants = [];

  /** Every line that a user sent over a web socket, in order: {identity, text}. */
  lines = [];

  #verifier;
  #answerTo;
  #server;
  #port;
  #sockets = new WebSocketServer({ noServer: true });
  #sessions = new Map();
  #tickets = new Map();

  constructor(verifier, answerTo) {
    this.#verifier = verifier;
    this.#answerTo = answerTo;
    this.#server = http.createServer((request, response) => {
      this.#answer(request, response).catch((error) => send(response, problem(500, error.stack)));
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen() {
    this.#port = await listen(this.#server);
  }

  /** What a page sets as `koreAPIUrl`. */
  get apiUrl() {
    return `http://127.0.0.1:${this.#port}/api/`;
  }

  async stop() {
    for (const socket of this.#sockets.clients) {
      socket.terminate();
    }
    await close(this.#server);
  }

  async #answer(request, response) {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Vary', 'Origin');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
      response.writeHead(204).end();
      return;
    }
    send(response, await this.#route(request));
  }

  async #route(request) {
    const { pathname } = new URL(request.url, this.apiUrl);
    const body = await read(request);
    if (request.method === 'POST' && pathname === '/api/oAuth/token/jwtgrant') {
      return this.#grant(body);
    }
    const user = this.#sessions.get(bearerOf(request));
    if (!user) {
      return problem(401, 'invalid access token');
    }
    if (request.method === 'GET' && /^\/api\/websdkthemes\/[^/]+\/activetheme$/.test(pathname)) {
      return { status: 200, body: {} };
    }
    if (request.method === 'POST' && pathname === '/api/rtm/start') {
      return { status: 200, body: { url: this.#ticketFor(user) } };
    }
    if (request.method === 'GET' && pathname === '/api/botmessages/rtm') {
      return { status: 200, body: { total: 0, moreAvailable: false, messages: [] } };
    }
    return problem(404, `no such resource: ${pathname}`);
  }

  async #grant(body) {
    const assertion = parse(body)?.assertion;
    try {
      const user = await this.#verifier.check(assertion);
      this.grants.push({ assertion, status: 200, user });
      return { status: 200, body: this.#sessionFor(user) };
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this.grants.push({ assertion, status: 401, message: error.message });
      return problem(401, error.message);
    }
  }

  #sessionFor(user) {
    const accessToken = randomUUID();
    this.#sessions.set(accessToken, user);
    const issued = Date.now();
    return {
      authorization: {
        accessToken,
        token_type: 'bearer',
        issuedDate: new Date(issued).toISOString(),
        expiresDate: new Date(issued + DAY_MILLIS).toISOString(),
      },
      userInfo: {
        userId: `u-${randomUUID()}`,
        accountId: `a-${randomUUID()}`,
        orgId: `o-${randomUUID()}`,
        identity: user.identity,
        enrollType: 'sdk',
        managedBy: user.clientId,
        fName: '',
        lName: '',
      },
    };
  }

  #ticketFor(user) {
    const ticket = randomUUID();
    this.#tickets.set(ticket, user);
    return `${this.apiUrl.replace('http:', 'ws:')}rtm?ticket=${ticket}`;
  }

  #upgrade(request, socket, head) {
    const ticket = new URL(request.url, this.apiUrl).searchParams.get('ticket');
    const user = this.#tickets.get(ticket);
    if (!user) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#tickets.delete(ticket);
    this.#sockets.handleUpgrade(request, socket, head, (open) => this.#converse(open, user));
  }

  #converse(socket, user) {
    const say = (message) => socket.send(JSON.stringify(message));
    say({ type: 'ready' });
    socket.on('message', (data) => {
      const message = parse(data.toString());
      if (message?.type === 'ping') {
        say({ type: 'pong', replyto: message.id });
      } else if (typeof message?.message?.body === 'string') {
        this.lines.push({ identity: user.identity, text: message.message.body });
        say(botSays(this.#answerTo(message.message.body, user)));
      }
    });
  }
}

function botSays(text) {
  return {
    type: 'bot_response',
    from: 'bot',
    messageId: `ms-${randomUUID()}`,
    createdOn: new Date().toISOString(),
    message: [{ type: 'text', component: { type: 'text', payload: { text } } }],
  };
}

function problem(status, msg) {
  return { status, body: { errors: [{ msg, code: status }] } };
}

function send(response, { status, body }) {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bearerOf(request) {
  return /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
