package io.korests.caller;

import org.jspecify.annotations.Nullable;

/**
 * Whoever sent the request.
 *
 * @param proof how we know who the end user is
 * @param requestId what a proven gateway calls this request, or null
 * @param identity the end user's identity, if the proof says so; null in open mode and without proof
 */
public record Caller(
        Proof proof, @Nullable String identity, @Nullable String requestId) {

    /** Nobody asked for proof: the request says who the user is. */
    public static final Caller OPEN = new Caller(Proof.OPEN, null, null);

    /** Proof was needed and not given. */
    public static final Caller UNPROVEN = new Caller(Proof.NONE, null, null);
}
