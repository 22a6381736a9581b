package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Proof;
import io.korests.client.ClientApp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes known of an attempt while it is made. Used by one thread. */
final class AttemptNotes {

    private final Instant time;
    private final long startNanos;
    private final String peer;
    private String requestId;
    private Proof proof = Proof.NONE;
    private @Nullable String provenIdentity;
    private @Nullable String client;
    private @Nullable Subject subject;
    private @Nullable String tokenId;

    AttemptNotes(Instant time, long startNanos, String requestId, String peer) {
        this.time = time;
        this.startNanos = startNanos;
        this.requestId = requestId;
        this.peer = peer;
    }

    /** Keeps the request id of a gateway that has proven itself. */
    void caller(Caller found) {
        proof = found.proof();
        provenIdentity = found.identity();
        requestId = found.requestId() == null ? requestId : found.requestId();
    }

    String requestId() {
        return requestId;
    }

    String peer() {
        return peer;
    }

    void client(ClientApp found) {
        client = found.name();
    }

    void subject(Subject settled) {
        subject = settled;
    }

    void tokenId(@Nullable String made) {
        tokenId = made;
    }

    TokenAttempt granted(String token, long endNanos) {
        return attempt(null, token, endNanos);
    }

    TokenAttempt refused(Refusal refusal, long endNanos) {
        return attempt(refusal, null, endNanos);
    }

    private TokenAttempt attempt(@Nullable Refusal refusal, @Nullable String token, long endNanos) {
        return new TokenAttempt(
                time,
                Duration.ofNanos(endNanos - startNanos),
                requestId,
                peer,
                proof,
                client,
                subject == null ? provenIdentity : subject.identity(),
                refusal,
                token,
                refusal == null ? tokenId : null);
    }
}
