/**
 * A page for developers: it asks this service for tokens and shows what is in them. Off unless {@code
 * sts.playground.enabled} says so.
 *
 * <p>Nobody calls in.
 */
@NullMarked
package io.korests.playground;

import org.jspecify.annotations.NullMarked;
