package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.caller.Cause;
import io.korests.client.ClientApp;
import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import io.korests.token.SubjectRules.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accounts for the requests for a token: publishes each to all listeners once. Safe for use by many threads. */
public final class Attempts {
    private final InstantSource clock;
    private final Supplier<String> requestIds;
    private final List<TokenAttempt.Listener> listeners;

    Attempts(InstantSource clock, Supplier<String> requestIds, List<TokenAttempt.Listener> listeners) {
        this.clock = clock;
        this.requestIds = requestIds;
        this.listeners = List.copyOf(listeners);
    }

    Recorder begin(HttpServletRequest request) {
        return new Recorder(request.getRemoteAddr());
    }

    /** Records a request that a filter refused before the endpoint saw it. Requests for other paths are ignored. */
    public void refusedByFilter(HttpServletRequest request, HttpServletResponse response, Refusal refusal) {
        if (StsController.PATHS.contains(request.getServletPath())
                && !request.getMethod().equals("OPTIONS")) {
            Recorder attempt = begin(request);
            response.setHeader(ProblemWriter.REQUEST_ID, attempt.requestId());
            attempt.refused(refusal);
        }
    }

    /** Collects what becomes known of one attempt, and publishes it with its outcome. For use by one thread. */
    final class Recorder {
        private final Instant time = clock.instant();
        private final long startNanos = System.nanoTime();
        private final String peer;
        private String requestId = requestIds.get();
        private AuthenticationMethod method = AuthenticationMethod.NONE;
        private @Nullable Cause cause;
        private @Nullable String client;
        private @Nullable String identity;
        private @Nullable String tokenId;

        private Recorder(String peer) {
            this.peer = peer;
        }

        /** Adopts the request id of an authenticated gateway. */
        void caller(Caller caller) {
            method = caller.method();
            cause = caller.cause();
            identity = caller.identity();
            requestId = caller.requestId() == null ? requestId : caller.requestId();
        }

        /** No token is granted without its record. */
        void requireReady() {
            listeners.forEach(TokenAttempt.Listener::requireReady);
        }

        String requestId() {
            return requestId;
        }

        String peer() {
            return peer;
        }

        void client(ClientApp app) {
            client = app.name();
        }

        void subject(Subject settled) {
            identity = settled.identity();
        }

        void tokenId(@Nullable String id) {
            tokenId = id;
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
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            Cause reason = cause != null && cause.refusal() == refusal ? cause : null;
            TokenAttempt attempt = new TokenAttempt(
                    time, duration, requestId, peer, method, client, identity, refusal, reason, token, tokenId);
            for (TokenAttempt.Listener listener : listeners) {
                listener.onAttempt(attempt);
            }
        }
    }
}
