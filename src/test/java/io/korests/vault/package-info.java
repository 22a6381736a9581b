/**
 * A Vault for tests: an in-process server that speaks HashiCorp Vault's HTTP protocol, and the faults a real one shows.
 * Tests of any package may start one; {@link io.korests.vault.FakeVault} is the way in.
 */
@NullMarked
package io.korests.vault;

import org.jspecify.annotations.NullMarked;
