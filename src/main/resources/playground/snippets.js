// The request of the form in the words of those who will send it.
import { bodyOf, ENDPOINT, EXTRA_CLAIMS } from './ask.js';

/** The mobile SDKs add users/sts to it. */
const BASE = new URL('../', ENDPOINT);

const CORS = "Add the page's origin to sts.cors.allowed-origins.";
const EXTRA = 'The SDK sends no extra claims and no anonymousJwt: they are left out here.';

/** A word of a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl({ fields, needsBearer }) {
  const lines = [`curl ${quoted(ENDPOINT.href)}`, `-H 'Content-Type: application/json'`];
  if (needsBearer) {
    lines.push(`-H "Authorization: Bearer $ACCESS_TOKEN"`);
  }
  lines.push(`-d ${quoted(bodyOf(fields))}`);
  return lines.join(' \\\n  ');
}

function web({ fields, needsBearer }) {
  const object = fields.map(([name, json]) => `${name}: ${json}`).join(', ');
  const authorization = needsBearer ? ', Authorization: `Bearer ${accessToken}`' : '';
  return `chatConfig.JWTAsertion = (commitJWT) => {
  fetch('${ENDPOINT.href}', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json'${authorization} },
    body: JSON.stringify(${object ? `{ ${object} }` : '{}'}),
  })
    .then(async (answer) => {
      const { jwt, detail } = await answer.json();
      if (!answer.ok) {
        throw new Error(detail);
      }
      chatWindowInstance.setJWT(jwt);
      commitJWT();
    })
    .catch((reason) => console.error('No token for the chat:', reason));
};`;
}

/** A string literal of Java and Swift: without control characters, which no identity has, JSON's is both. */
function literal(text) {
  return JSON.stringify(text);
}

function android({ clientId, form }) {
  return `SDKConfiguration.Client.setClient_id(${literal(clientId)});
SDKConfiguration.Client.setClient_secret(""); // stays on the server
SDKConfiguration.Client.setIdentity(${literal(form.identity)});
SDKConfiguration.JWTServer.setJwtServerUrl(${literal(BASE.href)}); // the SDK adds users/sts`;
}

function ios({ clientId, form }) {
  return `let clientId = ${literal(clientId)}
let clientSecret = "" // stays on the server
let identity = ${literal(form.identity)}
let isAnonymous = ${form.anonymous}
let JWT_SERVER = ${literal(BASE.href)} // the SDK adds users/sts`;
}

function hasExtra({ fields }) {
  return fields.some(([name]) => name === 'anonymousJwt' || EXTRA_CLAIMS.includes(name));
}

/** What can be copied: how it is called, the code, and a note. */
export const SNIPPETS = [
  { name: 'curl', code: curl, hint: () => '' },
  { name: 'Web SDK', code: web, hint: () => CORS },
  { name: 'Android', code: android, hint: (request) => (hasExtra(request) ? EXTRA : '') },
  { name: 'iOS', code: ios, hint: (request) => (hasExtra(request) ? EXTRA : '') },
];
