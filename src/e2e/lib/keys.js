// Secrets and keys, made anew at every run.
import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A client secret of the form that the Kore console shows: 32 random bytes as 44 characters of base64. */
export function newSecret() {
  return randomBytes(32).toString('base64');
}

/** @returns {{privateKey: string, publicKey: string}} both in PEM (PKCS#8 and SPKI) */
export function newRsaKeys() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}
