// Short ways to the elements of the page. Text goes in as text, never as markup.

/** @param {string} id */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * @param {string} name of the element
 * @param {object} [attributes] those that are false, null or undefined are left out
 * @param {...(Node|string)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(attribute, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

/** Announces a message to screen readers, also when it repeats. */
export function say(message) {
  const live = byId('live');
  live.textContent = '';
  setTimeout(() => (live.textContent = message), 50);
}

/** @returns {Promise<boolean>} whether it worked */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have a clipboard for pages on https and on localhost only: the old way works everywhere.
    const area = element('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return copied;
  }
}
