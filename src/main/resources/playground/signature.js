// Checks a signature here in the browser, by WebCrypto. What is typed is used and forgotten: nothing is sent or kept.
import { bytesOf } from './token.js';

/** The public keys of the service, relative to this page. */
const KEYS = new URL('../.well-known/jwks.json', document.baseURI);

const HASH = { HS256: 'SHA-256', HS512: 'SHA-512', RS256: 'SHA-256', RS512: 'SHA-512' };

const RIGHT = { state: 'right' };
const WRONG = { state: 'wrong' };

/** Browsers have WebCrypto for pages on https and on localhost only. */
export function canCheck() {
  return globalThis.crypto?.subtle !== undefined;
}

function hmac(alg) {
  return { name: 'HMAC', hash: HASH[alg] };
}

function rsa(alg) {
  return { name: 'RSASSA-PKCS1-v1_5', hash: HASH[alg] };
}

function signs(token, algorithm, key) {
  const input = new TextEncoder().encode(token.parts.slice(0, 2).join('.'));
  return crypto.subtle.verify(algorithm, key, bytesOf(token.parts[2]), input);
}

/** @param {string} secret as the Kore console shows it: its UTF-8 bytes are the key, nothing is decoded */
export async function checkSecret(token, secret) {
  const algorithm = hmac(token.header.alg);
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify']);
  return (await signs(token, algorithm, key)) ? RIGHT : WRONG;
}

/** @param {string} pem a public key, as openssl writes it */
export async function checkPem(token, pem) {
  const algorithm = rsa(token.header.alg);
  try {
    const der = bytesOf(pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, ''));
    const key = await crypto.subtle.importKey('spki', der, algorithm, false, ['verify']);
    return (await signs(token, algorithm, key)) ? RIGHT : WRONG;
  } catch {
    return { state: 'unknown', why: 'This is not a public key in PEM (-----BEGIN PUBLIC KEY-----).' };
  }
}

/**
 * Tries the keys that the service publishes: the one that the token names, or each of its algorithm.
 *
 * @returns {Promise<{state: 'right'|'wrong'|'unknown', keyId?: string, why?: string}>}
 */
export async function checkPublished(token) {
  const keys = await publishedKeys();
  if (!Array.isArray(keys)) {
    return { state: 'unknown', why: keys };
  }
  const { alg, kid } = token.header;
  const candidates = keys.filter((key) => key.kty === 'RSA' && (key.alg ?? alg) === alg && (!kid || key.kid === kid));
  for (const jwk of candidates) {
    const key = await crypto.subtle.importKey('jwk', jwk, rsa(alg), false, ['verify']);
    if (await signs(token, rsa(alg), key)) {
      return { ...RIGHT, keyId: jwk.kid };
    }
  }
  return candidates.length ? WRONG : { state: 'unknown', why: `The service publishes no ${alg} key for this token.` };
}

/** @returns {Promise<object[]|string>} the keys, or why there are none */
async function publishedKeys() {
  try {
    const response = await fetch(KEYS, { cache: 'no-store' });
    if (!response.ok) {
      return 'The service does not publish its public keys.';
    }
    return (await response.json()).keys ?? [];
  } catch {
    return 'The public keys of the service could not be read.';
  }
}
