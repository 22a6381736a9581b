// The examples in the documentation.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The code blocks of a language in a page, in their order.
 *
 * @param {string} page its path in the project
 * @returns {string[]}
 */
export function examples(page, language) {
  const text = readFileSync(PROJECT + page, 'utf8');
  return [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\`$`, 'gms'))].map(([, indent, code]) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}
