// What kustomize makes of a folder, by the real program.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

const KUSTOMIZE = fileURLToPath(new URL('../../../.tools/kustomize/kustomize', import.meta.url));

/**
 * @param {string} folder with a kustomization.yaml
 * @returns {object[]} the objects that it describes
 */
export function build(folder) {
  if (!existsSync(KUSTOMIZE)) {
    throw new Error(`There is no ${KUSTOMIZE}: bash src/e2e/install-tools.sh`);
  }
  return objectsIn(execFileSync(KUSTOMIZE, ['build', folder], { encoding: 'utf8' }));
}

/** The YAML documents, read as Kubernetes does: a number like 0440 is octal. */
export function objectsIn(yaml) {
  return parseAllDocuments(yaml, { version: '1.1' }).map((document) => document.toJS());
}

/** The name by which an object is known; all objects of an installation are in one namespace. */
export function idOf({ kind, metadata }) {
  return `${kind} ${metadata.name}`;
}
