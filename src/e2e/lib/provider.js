// A fake of the company's identity provider: it publishes its key set and signs access tokens.
import { createPublicKey, randomUUID } from 'node:crypto';
import http from 'node:http';

import jwt from 'jsonwebtoken';

import { newRsaKeys } from './keys.js';
import { close, listen } from './server.js';

/**
 * Starts the provider on a free port of the loopback interface.
 *
 * @returns {Promise<Provider>}
 */
export async function startProvider() {
  const provider = new Provider();
  await provider.listen();
  return provider;
}

class Provider {
  #keyId = randomUUID();
  #keys = newRsaKeys();
  #port;
  /** What the token endpoint gives for a code: the claims of the ID token. */
  codes = new Map();
  #server = http.createServer(async (request, response) => {
    if (request.url === '/token') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(await this.#redeem(request)));
      return;
    }
    const known = { '/jwks': { keys: [this.#jwk()] }, '/.well-known/openid-configuration': this.#discovery() }[request.url];
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(known ?? {}));
  });

  async listen() {
    this.#port = await listen(this.#server);
  }

  get issuer() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get jwkSetUri() {
    return `${this.issuer}/jwks`;
  }

  /** In PEM. */
  get publicKey() {
    return this.#keys.publicKey;
  }

  /**
   * An access token, good for five minutes unless the claims say otherwise.
   *
   * @param {object} claims beside or instead of iss, iat and exp; undefined leaves one out
   * @param {string} [privateKey] in PEM: another one than the provider's makes a forged token
   */
  token(claims, privateKey = this.#keys.privateKey) {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.issuer, iat: now, exp: now + 300, ...claims };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return jwt.sign(given, privateKey, { algorithm: 'RS256', keyid: this.#keyId });
  }

  stop() {
    return close(this.#server);
  }

  async #redeem(request) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const code = new URLSearchParams(Buffer.concat(chunks).toString()).get('code');
    return { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: this.token(this.codes.get(code)) };
  }

  #discovery() {
    const endpoint = (name) => `${this.issuer}/${name}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: endpoint('authorize'),
      token_endpoint: endpoint('token'),
      jwks_uri: this.jwkSetUri,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  #jwk() {
    const jwk = createPublicKey(this.#keys.publicKey).export({ format: 'jwk' });
    return { ...jwk, kid: this.#keyId, alg: 'RS256', use: 'sig' };
  }
}
