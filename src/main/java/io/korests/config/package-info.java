/**
 * Turns wrong configuration into one message that names the property and the fix. It shows no value, because a value may be a
 * secret in the wrong place.
 *
 * <p>Every package may call in; this one knows the properties only.
 */
@NullMarked
package io.korests.config;

import org.jspecify.annotations.NullMarked;
