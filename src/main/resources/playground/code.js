// The code to copy: tabs after the pattern of the ARIA Authoring Practices Guide.
import { byId, copy, element, say } from './dom.js';
import { SNIPPETS } from './snippets.js';

const COPIED_MILLIS = 1500;

let chosen = 0;
let request;

/** @param {() => object} current the request that the form stands for now */
export function makeTabs(current) {
  request = current;
  SNIPPETS.forEach(({ name }, index) => {
    const tab = element('button', { id: `tab-${index}`, type: 'button', role: 'tab', 'aria-controls': 'code' }, name);
    tab.addEventListener('click', () => choose(index));
    byId('tabs').append(tab);
  });
  byId('tabs').addEventListener('keydown', onKey);
  choose(0);
}

export function showSnippet() {
  const { code, hint } = SNIPPETS[chosen];
  byId('snippet').textContent = code(request());
  byId('snippet-hint').textContent = hint(request());
}

function choose(index) {
  chosen = (index + SNIPPETS.length) % SNIPPETS.length;
  [...byId('tabs').children].forEach((tab, position) => {
    tab.setAttribute('aria-selected', position === chosen);
    tab.tabIndex = position === chosen ? 0 : -1;
  });
  byId('code').setAttribute('aria-labelledby', `tab-${chosen}`);
  showSnippet();
}

function onKey(event) {
  const target = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: SNIPPETS.length - 1 }[event.key];
  if (target !== undefined) {
    event.preventDefault();
    choose(target);
    byId('tabs').children[chosen].focus();
  }
}

/** Lets a button copy a text. */
export function copying(button, text) {
  button.addEventListener('click', async () => {
    const copied = await copy(text());
    say(copied ? 'Copied.' : 'This browser does not let the page copy.');
    button.dataset.done = copied;
    setTimeout(() => delete button.dataset.done, COPIED_MILLIS);
  });
}
