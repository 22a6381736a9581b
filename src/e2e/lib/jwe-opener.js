// Reads tokens from the standard input, decrypts and verifies each by the library it names, writes what was in them.
// Only the algorithms that are named with a token are believed, whatever its header says. See openAll in jwe.js.
import { createPublicKey, createSecretKey } from 'node:crypto';
import { text } from 'node:stream/consumers';

import * as jose from 'jose';
import nodeJose from 'node-jose';

const libraries = {
  jose: {
    async decrypt({ token, key, alg, enc }) {
      const { plaintext, protectedHeader } = await jose.compactDecrypt(token, await jose.importJWK(key, alg), {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
      });
      return { header: protectedHeader, content: Buffer.from(plaintext).toString('utf8') };
    },
    async verify(token, { key, alg }) {
      const verified = await jose.compactVerify(token, keyObject(key), { algorithms: [alg] });
      return { header: verified.protectedHeader, payload: Buffer.from(verified.payload).toString('utf8') };
    },
  },
  'node-jose': {
    async decrypt({ token, key, alg, enc }) {
      const jwk = await nodeJose.JWK.asKey(key);
      const { plaintext, header } = await nodeJose.JWE.createDecrypt(jwk, { algorithms: [alg, enc] }).decrypt(token);
      return { header, content: plaintext.toString('utf8') };
    },
    async verify(token, { key, alg }) {
      const jwk = await nodeJose.JWK.asKey(padded(keyObject(key), alg).export({ format: 'jwk' }));
      const { payload, header } = await nodeJose.JWS.createVerify(jwk, { algorithms: [alg] }).verify(token);
      return { header, payload: payload.toString('utf8') };
    },
  },
};

/** @param {string|object} key a public key as PEM or JWK, or the text of a secret */
function keyObject(key) {
  if (typeof key === 'object') {
    return createPublicKey({ key, format: 'jwk' });
  }
  return key.startsWith('-----BEGIN') ? createPublicKey(key) : createSecretKey(Buffer.from(key, 'utf8'));
}

/** node-jose wants 64 bytes for HS512, Kore's secrets have 44. HMAC pads with zeros itself (RFC 2104 §2). */
function padded(key, alg) {
  return alg === 'HS512' ? createSecretKey(Buffer.concat([key.export(), Buffer.alloc(64)], 64)) : key;
}

async function open(token) {
  const library = libraries[token.library];
  try {
    const opened = await library.decrypt(token);
    return token.signed ? { ...opened, inner: await library.verify(opened.content, token.signed) } : opened;
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` };
  }
}

const tokens = JSON.parse(await text(process.stdin));
const opened = [];
for (const token of tokens) {
  opened.push(await open(token));
}
process.stdout.write(JSON.stringify(opened));
