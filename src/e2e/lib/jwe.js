// Clients whose tokens are encrypted, a key pair in the part of Kore's, and npm jose and node-jose to open the tokens.
import { execFile } from 'node:child_process';
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { newRsaKeys, newSecret } from './keys.js';

export const LIBRARIES = ['jose', 'node-jose'];

const SIGNING = ['HS256', 'HS512', 'RS256', 'RS512'];
const ALGORITHMS = ['RSA-OAEP', 'RSA1_5'];
const METHODS = ['A128CBC-HS256', 'A128GCM', 'A256GCM'];
const OPENER = fileURLToPath(new URL('./jwe-opener.js', import.meta.url));
const MOST_BYTES = 16 * 1024 * 1024;

/** Kore's key pair as JWKs. The public one is what its console shows. */
export function newKoreKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const about = { kid: '7d4c0a52-93c7-4b0e-8f9e-5a3b1c2d4e6f', use: 'enc' };
  return {
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...about },
    privateJwk: { ...privateKey.export({ format: 'jwk' }), ...about },
  };
}

/**
 * Every way to sign with every way to encrypt, and each way to sign without encryption (`alg` and `enc` undefined).
 *
 * @returns {Array<{name: string, signing: string, alg?: string, enc?: string, clientId: string}>}
 */
export function combinations() {
  const encryptions = [{}, ...ALGORITHMS.flatMap((alg) => METHODS.map((enc) => ({ alg, enc })))];
  return SIGNING.flatMap((signing, s) =>
    encryptions.map((encryption, e) => ({
      name: `c${s}${e}`,
      signing,
      ...encryption,
      // As long as the ids that Kore gives.
      clientId: `cs-00000000-0000-4000-8000-00000000${s}${e}00`,
    })),
  );
}

/**
 * The configuration of a client for each combination, with the keys that verify what they sign.
 *
 * @returns {{clients: object, verificationKey: (signing: string) => string}}
 */
export function clientsOf(all, publicJwk) {
  const secret = newSecret();
  const keys = newRsaKeys();
  const credentials = (signing) =>
    signing.startsWith('HS') ? { 'client-secret': secret } : { 'private-key': keys.privateKey };
  const encryption = ({ alg, enc }) =>
    alg ? { encryption: { 'public-key': JSON.stringify(publicJwk), algorithm: alg, method: enc } } : {};
  const clients = Object.fromEntries(
    all.map((one) => [
      one.name,
      {
        'client-id': one.clientId,
        algorithm: one.signing,
        ...credentials(one.signing),
        ...encryption(one),
        'allowed-claims': ['privateClaims', 'secureCustomData'],
      },
    ]),
  );
  return { clients, verificationKey: (signing) => (signing.startsWith('HS') ? secret : keys.publicKey) };
}

/**
 * Opens tokens in a process of their own: Node.js decrypts RSA1_5 only where that is asked for, or where its OpenSSL hides
 * from attackers whether the padding was right (CVE-2023-46809).
 *
 * @param {Array<{library: string, token: string, key: object, alg: string, enc: string, signed?: {key: string|object,
 *   alg: string}}>} tokens `key` is the private JWK, `signed` says how the token within is verified
 * @returns {Promise<Array<{header: object, content: string, inner?: {header: object, payload: string}} | {error: string}>>}
 */
export async function openAll(tokens) {
  const flags = decryptsRsa15() ? [] : ['--security-revert=CVE-2023-46809'];
  const opening = promisify(execFile)(process.execPath, ['--no-warnings', ...flags, OPENER], { maxBuffer: MOST_BYTES });
  opening.child.stdin.end(JSON.stringify(tokens));
  const { stdout } = await opening;
  // Node.js announces the flag on the first line.
  return JSON.parse(stdout.split('\n').at(-1));
}

function decryptsRsa15() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const padding = constants.RSA_PKCS1_PADDING;
  const encrypted = publicEncrypt({ key: publicKey, padding }, Buffer.from('probe'));
  try {
    privateDecrypt({ key: privateKey, padding }, encrypted);
    return true;
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_VALUE') {
      return false;
    }
    throw error;
  }
}
