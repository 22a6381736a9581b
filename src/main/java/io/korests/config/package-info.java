/**
 * Wrong configuration becomes one sentence here: it names the property and the mend, and shows no value, because a value may
 * be a secret in the wrong place.
 *
 * <p>Every package may call in; this one knows none of them.
 */
@NullMarked
package io.korests.config;

import org.jspecify.annotations.NullMarked;
