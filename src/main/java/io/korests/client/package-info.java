/**
 * The registry of Kore apps: bound from configuration, checked as a whole, swapped as a whole on refresh.
 *
 * <p>{@code token} asks it for a client, {@code jwks} for all of them; it knows {@code config}, {@code json} and {@code key}.
 */
@NullMarked
package io.korests.client;

import org.jspecify.annotations.NullMarked;
