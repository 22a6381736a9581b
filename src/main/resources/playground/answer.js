// The answer: a token with its countdown and the check of its signature, or a problem in the words of the service.
import { byId, element, say } from './dom.js';
import { canCheck, checkPem, checkPublished, checkSecret } from './signature.js';
import { duration, show } from './token.js';

let token = null;

export function tokenShown() {
  return token;
}

export function showProblem({ title, detail, status, type, requestId }) {
  token = null;
  byId('empty').hidden = true;
  for (const id of ['token', 'signature', 'countdown', 'copy-token', 'findings']) {
    byId(id).hidden = true;
  }
  const code = status ? [element('p', { class: 'code' }, [status, type, requestId].filter(Boolean).join(' · '))] : [];
  byId('problem').replaceChildren(element('strong', {}, title), element('p', {}, detail), ...code);
  byId('problem').hidden = false;
}

export function showToken(minted) {
  showParts(minted);
  say(token.claims ? `Token minted for ${token.claims.sub ?? token.claims.kore_sub}.` : 'Encrypted token minted.');
  showSignature();
}

/** @param {?object} pasted null where it is no token */
export function showExplained(pasted, { client, accepted, findings }) {
  showParts(pasted);
  const verdict = accepted ? 'Kore should take this token.' : 'Kore should not take this token.';
  const rows = findings.map(({ id, refused, sentence, detail, fix, source }) =>
    element(
      'li',
      { class: refused ? 'problem' : 'notice' },
      element('strong', {}, sentence),
      ...[detail, fix].filter(Boolean).map((words) => element('p', {}, words)),
      element('p', { class: 'code' }, `${id} · ${source}`),
    ),
  );
  const compared = client ? `Compared with client ${client}.` : 'It is of no client of this service.';
  byId('findings').replaceChildren(element('li', {}, `${verdict} ${compared}`), ...rows);
  byId('findings').hidden = false;
  byId('signature').hidden = true;
  say(verdict);
}

function showParts(shown) {
  token = shown;
  for (const id of ['empty', 'problem', 'findings']) {
    byId(id).hidden = true;
  }
  byId('token').replaceChildren(...(token ? show(token) : []));
  byId('token').hidden = !token;
  byId('copy-token').hidden = !token;
  tick();
}

/** Moves the countdown on. */
export function tick() {
  const countdown = byId('countdown');
  countdown.hidden = !Number.isSafeInteger(token?.claims?.exp);
  if (countdown.hidden) {
    return;
  }
  const left = token.claims.exp - Math.floor(Date.now() / 1000);
  countdown.textContent = left > 0 ? `expires in ${duration(left)}` : `expired ${duration(-left)} ago`;
  countdown.classList.toggle('over', left <= 0);
}

function showSignature() {
  const box = byId('signature');
  box.hidden = !token.claims;
  if (box.hidden) {
    return;
  }
  const verdict = element('p', { class: 'verdict', role: 'status' });
  box.replaceChildren(element('h3', {}, 'Signature'), verdict);
  if (!canCheck()) {
    verdict.textContent = 'Browsers check signatures on pages of https or localhost only.';
  } else if (token.header.alg.startsWith('HS')) {
    verdict.before(secretField(verdict));
  } else {
    checkByPublished(verdict);
  }
}

async function checkByPublished(verdict) {
  const checked = token;
  const result = await checkPublished(checked);
  if (checked !== token) {
    return;
  }
  if (result.state === 'unknown') {
    verdict.before(pemField(verdict, result.why));
  } else {
    judge(verdict, result);
  }
}

function secretField(verdict) {
  const input = element('input', { id: 'secret', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  return keyField('Client secret', input, 'Type it to check the signature. It stays on this page.', checkSecret, verdict);
}

function pemField(verdict, why) {
  const area = element('textarea', { id: 'pem', rows: '3', spellcheck: 'false', placeholder: '-----BEGIN PUBLIC KEY-----' });
  return keyField('Public key', area, `${why} Paste the key in PEM to check the signature.`, checkPem, verdict);
}

/** A field whose content is checked against the token while it is typed. */
function keyField(label, field, hint, check, verdict) {
  field.setAttribute('aria-describedby', `${field.id}-hint`);
  field.addEventListener('input', async () => {
    const checked = token;
    const value = field.value.trim();
    const result = value ? await check(checked, value) : {};
    if (checked === token && value === field.value.trim()) {
      judge(verdict, result);
    }
  });
  // A form of its own, for password managers to see that nobody signs on here.
  const form = element(
    'form',
    { class: 'field' },
    element('label', { for: field.id }, label),
    field,
    element('p', { id: `${field.id}-hint`, class: 'hint' }, hint),
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  return form;
}

function judge(verdict, { state, keyId, why }) {
  const words = {
    right: keyId ? `Right: made by the published key ${keyId}.` : 'Right: this key made the signature.',
    wrong: 'Wrong: another key made the signature.',
    unknown: why,
  };
  verdict.dataset.state = state ?? '';
  verdict.textContent = words[state] ?? '';
}
