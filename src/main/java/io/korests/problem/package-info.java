/**
 * The closed list of refusals, and how they are answered: as problems (RFC 9457), from controllers by advice and from filters
 * and valves directly.
 *
 * <p>Every package that answers HTTP may call in; this one knows none of them.
 */
@NullMarked
package io.korests.problem;

import org.jspecify.annotations.NullMarked;
