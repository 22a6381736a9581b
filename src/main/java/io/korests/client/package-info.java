/**
 * The Kore apps: bound from configuration, opened, and read again at each refresh, where each client stands alone.
 *
 * <p>{@code token} asks the registry for one client, {@code jwks}, {@code playground} and {@code cli} for all of them.
 */
@NullMarked
package io.korests.client;

import org.jspecify.annotations.NullMarked;
