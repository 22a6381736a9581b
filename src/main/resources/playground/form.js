// The form: the client that is chosen, what it allows, and what was typed.
import { EXTRA_CLAIMS, fieldsOf } from './ask.js';
import { byId, element } from './dom.js';
import { duration } from './token.js';

const IDENTITY_HINTS = {
  open: 'The id of the user in your company, such as an e-mail address.',
  gateway: 'The gateway says who the user is: leave it empty, or type the same.',
  oidc: 'The access token says who the user is: leave it empty, or type the same.',
};

const CLAIM_HINTS = {
  identityToMerge: 'The anonymous identity to fold into this one.',
  privateClaims: 'A JSON object.',
  secureCustomData: 'A JSON object.',
};

let facts;

/** @param {object} known clients.json */
export function fillForm(known) {
  facts = known;
  byId('client').append(...facts.clients.map(({ name }) => element('option', {}, name)));
  byId('client').selectedIndex = Math.max(0, facts.clients.findIndex((one) => one.clientId === facts.defaultClient));
  byId('identity-hint').textContent = IDENTITY_HINTS[facts.callerMode];
  byId('bearer-field').hidden = facts.callerMode !== 'oidc';
  showClient();
}

function client() {
  return facts.clients[byId('client').selectedIndex];
}

function property(name) {
  return `sts.clients.${client().name}.${name}`;
}

/** Shows what the chosen client is and allows; what it does not, with the reason. */
export function showClient() {
  const { clientId, algorithm, audiences, encryption, lifetime, oneUse } = client();
  const words = [
    algorithm,
    encryption ? `encrypted: ${encryption.algorithm}, ${encryption.method}` : 'signed only',
    `valid for ${duration(lifetime)}`,
    ...(oneUse ? ['one use'] : []),
  ];
  byId('client-id').textContent = clientId;
  byId('client-facts').replaceChildren(...words.map((word) => element('li', {}, word)));
  byId('audience').replaceChildren(...audiences.map((audience) => element('option', {}, audience)));
  byId('audience-field').hidden = audiences.length < 2;
  showAnonymous();
  EXTRA_CLAIMS.forEach(showClaim);
  const count = client().allowedClaims.length;
  byId('claims-count').textContent = count ? `${count} of ${EXTRA_CLAIMS.length} allowed` : 'none allowed';
}

function showAnonymous() {
  const { anonymous, encryption } = client();
  allow('anonymous', anonymous, 'Without an identity, the service makes a random one.', () => `${property('anonymous')} is false`);
  byId('anonymous').checked &&= anonymous;
  allow(
    'anonymousJwt',
    encryption === null,
    'A token that this client got for the user while anonymous: proof instead of identityToMerge.',
    () => 'its tokens are encrypted, so that they cannot be read here',
  );
}

function showClaim(claim) {
  const { allowedClaims, fixedClaims } = client();
  const dashed = claim.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
  allow(claim, allowedClaims.includes(claim), CLAIM_HINTS[claim], () =>
    fixedClaims.includes(claim) ? `${property(dashed)} sets it` : `${property('allowed-claims')} does not list it`,
  );
}

/** A field that is allowed has a hint, any other a reason. */
function allow(id, allowed, hint, reason) {
  byId(id).disabled = !allowed;
  byId(`${id}-hint`).textContent = allowed ? hint : `Not for this client: ${reason()}.`;
}

function typed(id) {
  const field = byId(id);
  return field.disabled ? '' : field.value.trim();
}

/** The request that the form stands for, in the terms of ask.js and snippets.js. */
export function request() {
  const form = {
    identity: typed('identity'),
    anonymous: byId('anonymous').checked,
    audience: byId('audience').value,
    anonymousJwt: typed('anonymousJwt'),
    ...Object.fromEntries(EXTRA_CLAIMS.map((claim) => [claim, typed(claim)])),
  };
  return {
    form,
    clientId: client().clientId,
    bearer: typed('bearer'),
    needsBearer: facts.callerMode === 'oidc',
    fields: fieldsOf(form, client(), facts),
  };
}
