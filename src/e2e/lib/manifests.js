// Holds a Kubernetes object against the schema of its kind, strictly: a field that the schema does not know is an error, as it
// is for `kubectl apply --validate=strict`. The schemas are the compiled ones of the npm package kubernetes-models, which know
// types, required fields and enumerations, and pass over what they do not know; so what they never look at is what is unknown.

/**
 * @param {object} object
 * @returns {Promise<string[]>} what is wrong with it, nothing if it is right
 */
export async function problemsOf(object) {
  const { apiVersion, kind } = object;
  let model;
  try {
    model = (await import(`kubernetes-models/${apiVersion}/${kind}`))[kind];
  } catch {
    return [`there is no ${kind} in ${apiVersion}`];
  }
  const read = new Set();
  try {
    model.prototype.validate.call(watched(object, '', read));
  } catch (error) {
    return [error.message];
  }
  return [...pathsOf(object)].filter((path) => !read.has(path)).map((path) => `unknown field ${path.slice(1)}`);
}

/** The value, in whose stead comes something that notes which fields are read. */
function watched(value, path, read) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) {
        return target[key];
      }
      read.add(`${path}.${key}`);
      return watched(target[key], `${path}.${key}`, read);
    },
  });
}

function* pathsOf(value, path = '') {
  if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      yield `${path}.${key}`;
      yield* pathsOf(child, `${path}.${key}`);
    }
  }
}
