/**
 * A real Vault for tests, and the faults that it is not asked for. Tests of any package may start one;
 * {@link io.korests.vault.TestVault} is the way in.
 */
@NullMarked
package io.korests.vault;

import org.jspecify.annotations.NullMarked;
