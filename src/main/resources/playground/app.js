// The page: who listens to what.
import { showExplained, showProblem, showToken, tick, tokenShown } from './answer.js';
import { ask, askWhy } from './ask.js';
import { copying, makeTabs, showSnippet } from './code.js';
import { byId } from './dom.js';
import { fillForm, request, showClient } from './form.js';
import { decode, find } from './token.js';

async function mint(event) {
  event.preventDefault();
  const button = byId('mint');
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  const { fields, bearer } = request();
  const answer = await ask(fields, bearer);
  button.removeAttribute('aria-busy');
  if (answer.problem) {
    showProblem(answer.problem);
    return;
  }
  showToken(decode(answer.jwt));
}

async function explain(event) {
  event.preventDefault();
  const pasted = byId('pasted').value;
  const answer = await askWhy(pasted);
  if (answer.problem) {
    showProblem(answer.problem);
  } else {
    showExplained(find(pasted), answer);
  }
}

async function start() {
  let facts;
  try {
    facts = await (await fetch('clients.json')).json();
  } catch {
    showProblem({ title: 'No answer', detail: 'The list of clients could not be read: reload the page.' });
    return;
  }
  fillForm(facts);
  makeTabs(request);
  byId('client').addEventListener('change', () => {
    showClient();
    showSnippet();
  });
  byId('ask').addEventListener('submit', mint);
  byId('explain').addEventListener('submit', explain);
  byId('ask').addEventListener('input', showSnippet);
  copying(byId('copy-token'), () => tokenShown().jwt);
  copying(byId('copy-code'), () => byId('snippet').textContent);
  setInterval(tick, 1000);
}

start();
