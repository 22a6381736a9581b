package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what becomes known of one attempt, and publishes it when its outcome is known. Used by one thread. */
final class AttemptRecorder {

    private final Instant time;
    private final long startNanos = System.nanoTime();
    private final String peer;
    private final Consumer<TokenAttempt> publisher;
    private String requestId;
    private AuthenticationMethod method = AuthenticationMethod.NONE;
    private @Nullable String provenIdentity;
    private @Nullable String client;
    private @Nullable Subject subject;
    private @Nullable String tokenId;

    AttemptRecorder(Instant time, String requestId, String peer, Consumer<TokenAttempt> publisher) {
        this.time = time;
        this.requestId = requestId;
        this.peer = peer;
        this.publisher = publisher;
    }

    /** Adopts the request id of an authenticated gateway. */
    void caller(Caller found) {
        method = found.method();
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

    void tokenId(@Nullable String chosen) {
        tokenId = chosen;
    }

    void granted(String token) {
        publish(null, token);
    }

    void refused(Refusal refusal) {
        publish(refusal, null);
    }

    /** @return the refusal that the failure is answered with */
    Refusal refused(RuntimeException failure) {
        Refusal refusal = failure instanceof RefusedException refused ? refused.refusal() : Refusal.INTERNAL_ERROR;
        refused(refusal);
        return refusal;
    }

    private void publish(@Nullable Refusal refusal, @Nullable String token) {
        publisher.accept(new TokenAttempt(
                time,
                Duration.ofNanos(System.nanoTime() - startNanos),
                requestId,
                peer,
                method,
                client,
                subject == null ? provenIdentity : subject.identity(),
                refusal,
                token,
                refusal == null ? tokenId : null));
    }
}
