/**
 * The one use case: an identity comes in; a signed token or a refusal goes out. {@link io.korests.token.TokenIssuer} tells the
 * story. Other packages learn of attempts by {@link io.korests.token.Attempts.Listener}.
 */
@NullMarked
package io.korests.token;

import org.jspecify.annotations.NullMarked;
