// What `kubectl kustomize` makes of a folder, for the features that deploy/kubernetes uses; any other one is an error here.
// Where there is a kubectl, kubernetes.test.js holds the two against each other.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { parseAllDocuments } from 'yaml';

const KNOWN = ['apiVersion', 'kind', 'resources', 'components', 'configMapGenerator', 'patches', 'images'];
/** The lists that a strategic merge patch merges, and by which field; it replaces all others. */
const MERGE_KEYS = { containers: 'name', env: 'name', ports: 'containerPort', volumeMounts: 'mountPath', volumes: 'name' };

/**
 * @param {string} folder with a kustomization.yaml
 * @returns {object[]} the objects that it describes
 * @throws {Error} if a file it names is missing, a patch has no target, or two objects are the same one
 */
export function build(folder) {
  return apply(folder, []);
}

/** The YAML documents of a file, read as Kubernetes does: a number like 0440 is octal. */
export function readYaml(file) {
  return parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1', merge: false, uniqueKeys: true }).map((document) => {
    if (document.errors.length + document.warnings.length > 0) {
      throw new Error(`${file}: ${[...document.errors, ...document.warnings].join('; ')}`);
    }
    return document.toJS();
  });
}

/** The name by which an object is known; all objects of an installation are in one namespace. */
export function idOf({ kind, metadata }) {
  return `${kind} ${metadata.name}`;
}

/** @param {object[]} objects that a component finds and changes */
function apply(folder, objects) {
  const [kustomization, ...more] = readYaml(join(folder, 'kustomization.yaml'));
  const unknown = Object.keys(kustomization).filter((key) => !KNOWN.includes(key));
  if (more.length > 0 || unknown.length > 0) {
    throw new Error(`${folder}/kustomization.yaml: more than one document, or unknown here: ${unknown}`);
  }
  const { resources = [], components = [], configMapGenerator = [], patches = [], images = [] } = kustomization;
  const own = resources.flatMap((resource) => read(join(folder, resource)));
  const generated = new Map(configMapGenerator.map((generator) => [generator.name, configMap(folder, generator)]));
  let all = [...objects, ...own, ...generated.values()];
  for (const component of components) {
    all = apply(join(folder, component), all);
  }
  requireUnique(all);
  patches.forEach((patch) => patchOne(all, folder, patch));
  containersOf(all).forEach((container) => setImage(container, images));
  volumesOf(all).forEach((volume) => useGenerated(volume, generated));
  return all;
}

function read(path) {
  return statSync(path).isDirectory() ? build(path) : readYaml(path);
}

function configMap(folder, { name, files, ...unknown }) {
  if (Object.keys(unknown).length > 0) {
    throw new Error(`configMapGenerator ${name}: unknown here: ${Object.keys(unknown)}`);
  }
  const data = Object.fromEntries(files.map((file) => [basename(file), readFileSync(join(folder, file), 'utf8')]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-${hash(data)}` }, data };
}

/** As kustomize does: ten hexadecimal digits of a SHA-256, without vowels and what looks like one. */
function hash(data) {
  const sorted = Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
  const json = JSON.stringify({ data: sorted, kind: 'ConfigMap', name: '' });
  const escaped = json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
  const digits = createHash('sha256').update(escaped).digest('hex').slice(0, 10);
  return digits.replace(/[013ae]/g, (digit) => ({ 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' })[digit]);
}

function requireUnique(objects) {
  const ids = objects.map(idOf);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) {
    throw new Error(`${twice} is there twice`);
  }
}

function patchOne(objects, folder, { path, ...unknown }) {
  if (!path || Object.keys(unknown).length > 0) {
    throw new Error(`a patch has a path and nothing else here, not ${Object.keys(unknown)}`);
  }
  for (const patch of readYaml(join(folder, path))) {
    const target = objects.find((object) => object.apiVersion === patch.apiVersion && idOf(object) === idOf(patch));
    if (!target) {
      throw new Error(`${path} patches ${idOf(patch)}, which is not there`);
    }
    Object.assign(target, merge(target, patch));
  }
}

function merge(base, patch) {
  const merged = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith('$')) {
      throw new Error(`${key}: deleting by a patch is unknown here`);
    }
    merged[key] = key in base ? mergeValue(key, base[key], value) : value;
  }
  return merged;
}

function mergeValue(key, base, patch) {
  if (Array.isArray(patch)) {
    return MERGE_KEYS[key] ? mergeList(base, patch, MERGE_KEYS[key]) : patch;
  }
  return typeof patch === 'object' ? merge(base, patch) : patch;
}

/** New elements come first. */
function mergeList(base, patch, key) {
  const patchOf = (element) => patch.find((other) => other[key] === element[key]);
  const added = patch.filter((element) => !base.some((other) => other[key] === element[key]));
  return [...added, ...base.map((element) => (patchOf(element) ? merge(element, patchOf(element)) : element))];
}

function podsOf(objects) {
  return objects.map((object) => object.spec?.template?.spec).filter(Boolean);
}

function containersOf(objects) {
  return podsOf(objects).flatMap(({ containers }) => containers);
}

function volumesOf(objects) {
  return podsOf(objects).flatMap(({ volumes = [] }) => volumes);
}

function setImage(container, images) {
  const image = images.find(({ name }) => name === container.image);
  if (image) {
    container.image = image.digest ? `${image.newName}@${image.digest}` : `${image.newName}:${image.newTag}`;
  }
}

function useGenerated(volume, generated) {
  const made = generated.get(volume.configMap?.name);
  if (made) {
    volume.configMap.name = made.metadata.name;
  }
}
