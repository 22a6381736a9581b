// How long a test waits for what must happen until it says that it did not: far longer than the slowest machine takes.
import { setTimeout as pause } from 'node:timers/promises';

export const PATIENCE_MILLIS = 120_000;

/** For a test that waits for several things, one after the other, or for a service to start. */
export const PATIENT = { timeout: 5 * PATIENCE_MILLIS };

/**
 * Waits until it is so.
 *
 * @param {() => any} condition tried again and again; may be asynchronous
 * @param {() => string} otherwise what to say if it never is
 */
export async function until(condition, otherwise) {
  const deadline = Date.now() + PATIENCE_MILLIS;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(otherwise());
    }
    await pause(20);
  }
}
