/**
 * The one use case: an identity comes in, a signed token goes out, or a refusal. {@link io.korests.token.TokenIssuer} tells
 * the story; whoever wants to know about attempts listens by {@link io.korests.token.TokenAttempt.Listener}.
 */
@NullMarked
package io.korests.token;

import org.jspecify.annotations.NullMarked;
