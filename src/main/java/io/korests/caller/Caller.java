package io.korests.caller;

import org.jspecify.annotations.Nullable;

/**
 * Whoever sent the request.
 *
 * @param method how we know who the end user is
 * @param requestId what a proven gateway calls this request, or null
 * @param identity the end user's identity, if the proof says so; null in open mode and without proof
 */
public record Caller(
        AuthenticationMethod method,
        @Nullable String identity,
        @Nullable String requestId) {

    /** Nobody asked for proof: the request says who the user is. */
    public static final Caller OPEN = new Caller(AuthenticationMethod.OPEN, null, null);

    /** AuthenticationMethod was needed and not given. */
    public static final Caller UNPROVEN = new Caller(AuthenticationMethod.NONE, null, null);
}
