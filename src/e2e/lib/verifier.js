// What the platform checks before it lets a user in: the assertion's signature and claims, and that a jti is new.
// The checks of the signature, of exp, nbf and aud are jsonwebtoken's; the rest are the platform's own rules.
import jwt from 'jsonwebtoken';

const HOUR = 3600;
/** A time later than this, the year 5138, is one in milliseconds. */
const LATEST_SECONDS = 100_000_000_000;

/** The platform does not accept an assertion; the message is what the chat window shows. */
export class Refused extends Error {
  constructor(reason) {
    super(`error verifying the jwt: ${reason}`);
    this.name = 'Refused';
  }
}

/**
 * @param {object} options
 * @param {Array<{id: string, algorithm: string, key: string, requireJti?: boolean}>} options.clients
 *   the apps registered in the console: `key` is the secret's text or a public key in PEM
 * @param {string|string[]} [options.audience] accepted values of `aud`
 * @param {(token: string) => string|Promise<string>} [options.unwrap] opens what is around the signed token (JWE)
 * @returns {{check: (assertion: string) => Promise<object>}} `check` resolves to the accepted user, or rejects with Refused
 */
export function createVerifier({
  clients,
  audience = 'https://idproxy.kore.com/authorize',
  unwrap = (token) => token,
}) {
  const known = new Map(clients.map((client) => [client.id, client]));
  const usedIds = new Set();

  async function check(assertion) {
    const signed = await open(assertion, unwrap);
    const client = clientOf(signed, known);
    const { header, payload } = verifySignature(signed, client, audience);
    const user = userOf(payload);
    checkHeader(header);
    checkTimes(payload);
    checkTypes(payload, user);
    checkId(user.jti, payload.exp, client, usedIds);
    return { ...user, clientId: client.id, identity: `${client.id}/${user.sub}`, header, claims: payload };
  }

  return { check };
}

async function open(assertion, unwrap) {
  if (typeof assertion !== 'string' || assertion === '') {
    throw new Refused('jwt must be provided');
  }
  try {
    return await unwrap(assertion);
  } catch (error) {
    throw new Refused(`cannot decrypt (${error.message})`);
  }
}

/** The kore_ claims replace the registered ones where those are already taken. */
function userOf(payload) {
  return {
    iss: payload.kore_iss ?? payload.iss,
    sub: payload.kore_sub ?? payload.sub,
    jti: payload.kore_jti ?? payload.jti,
  };
}

function clientOf(signed, known) {
  const decoded = jwt.decode(signed, { complete: true });
  if (!decoded || typeof decoded.payload !== 'object') {
    throw new Refused('jwt malformed');
  }
  const client = known.get(userOf(decoded.payload).iss);
  if (!client) {
    throw new Refused('unknown issuer');
  }
  return client;
}

function verifySignature(signed, client, audience) {
  try {
    return jwt.verify(signed, client.key, { algorithms: [client.algorithm], audience, complete: true });
  } catch (error) {
    throw new Refused(error.message);
  }
}

function checkHeader(header) {
  if (header.typ !== 'JWT') {
    throw new Refused('header "typ" must be "JWT"');
  }
}

function checkTimes({ iat, exp }) {
  for (const [name, value] of Object.entries({ iat, exp })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new Refused(`claim "${name}" must be an integer number of seconds`);
    }
    if (value > LATEST_SECONDS) {
      throw new Refused(`claim "${name}" must be in seconds, not milliseconds`);
    }
  }
  if (iat > now()) {
    throw new Refused('claim "iat" must not be in the future');
  }
  if (exp <= iat) {
    throw new Refused('claim "exp" must be after "iat"');
  }
}

function checkTypes(payload, { sub }) {
  if (typeof payload.aud !== 'string') {
    throw new Refused('claim "aud" must be a string');
  }
  if (typeof sub !== 'string' || sub === '') {
    throw new Refused('claim "sub" must be a non-empty string');
  }
  if (typeof payload.isAnonymous !== 'boolean') {
    throw new Refused('claim "isAnonymous" must be a boolean');
  }
  if ('identityToMerge' in payload && typeof payload.identityToMerge !== 'string') {
    throw new Refused('claim "identityToMerge" must be a string');
  }
  for (const name of ['privateClaims', 'secureCustomData']) {
    if (name in payload && Object.prototype.toString.call(payload[name]) !== '[object Object]') {
      throw new Refused(`claim "${name}" must be an object`);
    }
  }
}

function checkId(jti, exp, client, usedIds) {
  if (jti === undefined) {
    if (client.requireJti) {
      throw new Refused('"jti" claim is required');
    }
    return;
  }
  if (typeof jti !== 'string' || jti === '') {
    throw new Refused('claim "jti" must be a non-empty string');
  }
  if (exp - now() > HOUR) {
    throw new Refused('if "jti" claim "exp" must be <= 1 hour(s)');
  }
  const used = `${client.id} ${jti}`;
  if (usedIds.has(used)) {
    throw new Refused('possibly a replay');
  }
  usedIds.add(used);
}

function now() {
  return Math.floor(Date.now() / 1000);
}
