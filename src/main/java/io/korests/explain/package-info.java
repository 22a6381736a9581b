/**
 * Why Kore takes a token or does not: by the checks that it documents, and by asking it.
 *
 * <p>{@code cli} and {@code playground} call in. What a token says is shown; keys are not, and nothing is kept.
 */
@NullMarked
package io.korests.explain;

import org.jspecify.annotations.NullMarked;
