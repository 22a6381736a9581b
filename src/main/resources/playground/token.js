// A compact token, taken apart and shown.
import { element } from './dom.js';

const PARTS = {
  3: ['header', 'claims', 'signature'],
  5: ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'],
};

const MEANINGS = {
  alg: 'how it is signed',
  typ: 'what it is',
  kid: 'which key',
  enc: 'how the content is encrypted',
  cty: 'what is inside',
  iat: 'issued at',
  exp: 'expires at',
  iss: 'the client',
  sub: 'the user',
  aud: 'for whom it is',
  jti: 'token id: good for one use',
  isAnonymous: 'is the user anonymous',
  identityToMerge: 'the anonymous user to fold into this one',
  privateClaims: 'custom data',
  secureCustomData: 'custom data',
};

/** @returns {Uint8Array} */
export function bytesOf(base64url) {
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function jsonOf(base64url) {
  return JSON.parse(new TextDecoder().decode(bytesOf(base64url)));
}

/** @returns {{jwt: string, parts: string[], header: object, claims: ?object}} claims is null for an encrypted token */
export function decode(jwt) {
  const parts = jwt.split('.');
  return { jwt, parts, header: jsonOf(parts[0]), claims: parts.length === 3 ? jsonOf(parts[1]) : null };
}

/** The token in a text that somebody pasted: with quotation marks, or within an answer. @returns {?object} null for none */
export function find(text) {
  try {
    const token = decode(/[\w-]+(\.[\w-]*){4}|[\w-]+(\.[\w-]*){2}/.exec(text)[0]);
    return token.header instanceof Object ? token : null;
  } catch {
    return null;
  }
}

/** @returns {Node[]} */
export function show(token) {
  const names = PARTS[token.parts.length];
  const compact = element('code');
  token.parts.forEach((part, index) => {
    compact.append(index ? '.' : '', element('span', { class: `part part-${names.length}-${index}` }, part));
  });
  return [
    element('pre', { class: 'compact', tabindex: '0', role: 'region', 'aria-label': 'The token in compact form' }, compact),
    legend(names, token.jwt.length),
    table('Header', `part-${names.length}-0`, token.header, token.claims ? {} : { alg: 'how the content key is encrypted' }),
    token.claims ? table('Claims', 'part-3-1', token.claims, {}) : sealed(),
  ];
}

function legend(names, length) {
  const parts = names.map((name, index) => element('li', { class: `part part-${names.length}-${index}` }, name));
  const size = element('li', { class: 'size' }, `${length} characters`);
  return element('ul', { class: 'legend', 'aria-label': 'Parts of the token' }, ...parts, size);
}

function sealed() {
  return element(
    'p',
    { class: 'sealed' },
    'The claims are encrypted: only the platform, which holds the private key, can read them.',
  );
}

function table(caption, part, values, meanings) {
  const body = element('tbody');
  for (const [name, value] of Object.entries(values)) {
    const base = name.replace(/^kore_/, '');
    body.append(
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, name),
        element('td', { class: 'value' }, ...shown(base, value)),
        element('td', { class: 'meaning' }, meanings[name] ?? MEANINGS[base] ?? ''),
      ),
    );
  }
  return element('table', { class: `decoded ${part}` }, element('caption', {}, caption), body);
}

function shown(name, value) {
  const date = new Date(value * 1000);
  if ((name === 'iat' || name === 'exp') && Number.isInteger(value) && !Number.isNaN(date.getTime())) {
    const local = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
    return [`${value}`, element('time', { datetime: date.toISOString() }, local)];
  }
  return [JSON.stringify(value, null, 2)];
}

/** "59 min 41 s": as exact as one needs it. */
export function duration(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours) {
    return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  }
  const rest = seconds % 60;
  return minutes ? `${minutes} min${rest ? ` ${rest} s` : ''}` : `${rest} s`;
}
