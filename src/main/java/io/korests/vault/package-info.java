/**
 * What this service knows of HashiCorp Vault beyond being a source of configuration: its troubles in plain words, the life of
 * the login, and signing with keys that stay there.
 *
 * <p>{@code client} and the start call in; this package knows {@code key} and {@code config}.
 */
@NullMarked
package io.korests.vault;

import org.jspecify.annotations.NullMarked;
