// Prints a token that plain fetch, with the types of openapi-typescript, got from the address given to it.
import type { components } from './openapi-typescript.js';

declare const process: { argv: string[] };

const request: components['schemas']['TokenRequest'] = {
  clientId: 'cs-club',
  identity: 'jane@example.com',
  isAnonymous: false,
  privateClaims: { tier: 'gold' },
};
// @ts-expect-error: no object is an identity
const wrong: components['schemas']['TokenRequest'] = { identity: {} };
void wrong;
const answer = await fetch(`${process.argv[2]}/api/users/sts`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(request),
});
const { jwt }: components['schemas']['TokenAnswer'] = await answer.json();
console.log(jwt);
