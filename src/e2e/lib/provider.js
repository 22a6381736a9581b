// A stand-in of the company's identity provider: it publishes its key set and signs access tokens.
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
  #server = http.createServer((request, response) => {
    const known = request.url === '/jwks';
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(known ? { keys: [this.#jwk()] } : {}));
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

  #jwk() {
    const jwk = createPublicKey(this.#keys.publicKey).export({ format: 'jwk' });
    return { ...jwk, kid: this.#keyId, alg: 'RS256', use: 'sig' };
  }
}
