/**
 * JSON read strictly (RFC 8259 and the interoperable subset of RFC 7493): no key twice, a bound on depth.
 *
 * <p>{@code key}, {@code client} and {@code token} call in; this package knows nothing of tokens.
 */
@NullMarked
package io.korests.json;

import org.jspecify.annotations.NullMarked;
