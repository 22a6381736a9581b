// What the form says, and the answer to it.

/** Where tokens are, relative to this page: a gateway may serve both under a longer path. */
export const ENDPOINT = new URL('../api/users/sts', document.baseURI);

/** Claims that a request may set where the client allows it, each with a field of the form. */
export const EXTRA_CLAIMS = ['identityToMerge', 'privateClaims', 'secureCustomData'];

/**
 * The fields of a request as [name, JSON text].
 *
 * @param {object} form what was typed: identity, anonymous, audience, anonymousJwt, and the extra claims by name
 * @param {object} client as in clients.json
 * @param {object} facts clients.json
 */
export function fieldsOf(form, client, facts) {
  const fields = [];
  if (client.clientId !== facts.defaultClient) {
    fields.push(['clientId', JSON.stringify(client.clientId)]);
  }
  if (form.identity) {
    fields.push(['identity', JSON.stringify(form.identity)]);
  }
  if (form.anonymous) {
    fields.push(['isAnonymous', 'true']);
  }
  if (form.audience && form.audience !== client.audiences[0]) {
    fields.push(['aud', JSON.stringify(form.audience)]);
  }
  for (const claim of EXTRA_CLAIMS) {
    if (form[claim]) {
      fields.push([claim, claim === 'identityToMerge' ? JSON.stringify(form[claim]) : objectText(form[claim])]);
    }
  }
  if (form.anonymousJwt) {
    fields.push(['anonymousJwt', JSON.stringify(form.anonymousJwt)]);
  }
  return fields;
}

/** A JSON object as it was typed, every digit of it; what is none goes as a string, for the service to say so. */
function objectText(text) {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

/** The body of a request, on one line. */
export function bodyOf(fields) {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/**
 * Asks for a token.
 *
 * @returns {Promise<{jwt?: string, problem?: {title, detail, status, type, requestId}}>}
 */
export function ask(fields, bearer) {
  const headers = { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  return post(ENDPOINT, headers, bodyOf(fields));
}

/**
 * Asks why Kore would refuse a token. The service has the one list of findings.
 *
 * @returns {Promise<{client?: string, accepted?: boolean, findings?: object[], problem?: object}>}
 */
export function askWhy(token) {
  return post(new URL('explain', document.baseURI), { 'Content-Type': 'application/jwt' }, token);
}

async function post(url, headers, body) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const answer = await response.json();
    return response.ok ? answer : { problem: { ...answer, requestId: response.headers.get('X-Request-Id') } };
  } catch {
    return {
      problem: { title: 'No answer', detail: 'The service could not be reached, or what answered was not the service.' },
    };
  }
}
