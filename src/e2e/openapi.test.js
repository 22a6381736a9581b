// openapi.yaml keeps the rules of OpenAPI 3.1, and the good habits that Redocly's linter knows. Whether the service keeps to
// the description is for the Java tests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { createConfig, lintFromString } from '@redocly/openapi-core';

const source = readFileSync(new URL('../main/resources/openapi.yaml', import.meta.url), 'utf8');
// The linter forbids, within `then`, what stands beside it: the Java tests try the examples at the service.
const config = await createConfig({
  extends: ['recommended-strict'],
  rules: { 'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true } },
});

async function complaints(text) {
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.yaml', config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

describe('The description of the API', () => {
  it('has nothing for the linter to find', async () => {
    assert.deepEqual(await complaints(source), []);
  });

  for (const [what, rule, from, to] of [
    ['an example that does not fit its schema', 'no-invalid-media-type-examples', '  status: 429', "  status: '429'"],
    ['a reference to nothing', 'no-unresolved-refs', '#/components/schemas/TokenRequest', '#/components/schemas/Nothing'],
    ['a security scheme that is not there', 'security-defined', '- identityProvider: []', '- nobody: []'],
    ['a key that OpenAPI does not know', 'struct', '      summary: Ask for a token', '      title: Ask for a token'],
    ['one name for two operations', 'operation-operationId-unique', 'readPublicKeys', 'mintToken'],
  ]) {
    it(`would not pass with ${what}`, async () => {
      assert.ok(source.includes(from));
      const found = await complaints(source.replace(from, to));
      assert.ok(
        found.some((complaint) => complaint.startsWith(`${rule}: `)),
        found.join('\n'),
      );
    });
  }
});
