/**
 * A page for developers, which asks this service for tokens and shows their content. Off unless {@code sts.playground.enabled}
 * is true. Nobody calls in.
 */
@NullMarked
package io.korests.playground;

import org.jspecify.annotations.NullMarked;
