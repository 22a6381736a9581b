// A reporter for node --test that counts: a skipped or unfinished test is a failed one, and a suite or file is no test.
import { basename } from 'node:path';

export default async function* tally(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    const left = data.skip !== undefined || data.todo !== undefined;
    if (type === 'test:pass' && !left && !isContainer(data)) {
      passed += 1;
    } else if ((type === 'test:pass' && left) || (type === 'test:fail' && !failedByItsTests(data))) {
      failed += 1;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}

/** A file without tests is reported as a test with the file's name. */
function isContainer({ details, nesting, name, file }) {
  return details?.type === 'suite' || (nesting === 0 && file !== undefined && basename(name) === basename(file));
}

/** Those tests are counted themselves; what else makes a suite fail, such as one of its hooks, is not. */
function failedByItsTests({ details }) {
  return details?.error?.failureType === 'subtestsFailed';
}
