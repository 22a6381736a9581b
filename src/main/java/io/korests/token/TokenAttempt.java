package io.korests.token;

import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.caller.Cause;
import io.korests.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for a token and its outcome. There is one for each request that reached the endpoint.
 *
 * @param time when it began
 * @param duration until the answer was ready
 * @param requestId of the authenticated gateway, or made here
 * @param peer the address at the other end of the connection
 * @param client the local name of the client, or null if it is not known
 * @param identity the subject, or else the proven identity, or else null
 * @param refusal null if a token was granted
 * @param cause why nobody is proven, where that is the reason for the refusal, or null
 * @param token for its hash only: it must not be written anywhere
 * @param tokenId its {@code jti}, or null
 */
public record TokenAttempt(
        Instant time,
        Duration duration,
        String requestId,
        String peer,
        AuthenticationMethod method,
        @Nullable String client,
        @Nullable String identity,
        @Nullable Refusal refusal,
        @Nullable Cause cause,
        @Nullable String token,
        @Nullable String tokenId) {

    /** Says nothing of the token or the person. */
    @Override
    public String toString() {
        return "TokenAttempt[" + client + ", " + (refusal == null ? "granted" : refusal.code()) + ']';
    }

    /** Receives every attempt, on the thread that answers it: it must be quick and must not throw. */
    @FunctionalInterface
    public interface Listener {
        void onAttempt(TokenAttempt attempt);

        /** @throws io.korests.problem.RefusedException if a token could not be recorded now; may wait a short time */
        default void requireReady() {}
    }
}
