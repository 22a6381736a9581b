package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.caller.Cause;
import io.korests.client.ClientApp;
import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import io.korests.token.SubjectRules.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accounts for the requests for a token: publishes each to all listeners once. Safe for use by many threads. */
public final class Attempts {
    private final Supplier<String> requestIds;
    private final List<Listener> listeners;

    Attempts(Supplier<String> requestIds, List<Listener> listeners) {
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
            attempt.publish(refusal, null, null);
        }
    }

    /** Collects what becomes known of one attempt, and publishes it with its outcome. For use by one thread. */
    final class Recorder {
        private final long startNanos = System.nanoTime();
        private final String peer;
        private String requestId = requestIds.get();
        private AuthenticationMethod method = AuthenticationMethod.NONE;
        private @Nullable Cause cause;
        private @Nullable String client;
        private @Nullable String identity;

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
            listeners.forEach(Listener::requireReady);
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

        void granted(String token, @Nullable String tokenId) {
            publish(null, token, tokenId);
        }

        /** @return the refusal that the failure is answered with */
        Refusal refused(RuntimeException failure) {
            Refusal refusal = failure instanceof RefusedException refused ? refused.refusal() : Refusal.INTERNAL_ERROR;
            publish(refusal, null, null);
            return refusal;
        }

        private void publish(@Nullable Refusal refusal, @Nullable String token, @Nullable String tokenId) {
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            Cause reason = cause != null && cause.refusal() == refusal ? cause : null;
            TokenAttempt attempt = new TokenAttempt(
                    duration, requestId, peer, method, client, identity, refusal, reason, token, tokenId);
            for (Listener listener : listeners) {
                listener.onAttempt(attempt);
            }
        }
    }

    /**
     * A request for a token and its outcome. There is one for each request that reached the endpoint.
     *
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
    }

    /** Receives every attempt, on the thread that answers it: it must be quick and must not throw. */
    @FunctionalInterface
    public interface Listener {
        void onAttempt(TokenAttempt attempt);

        /** @throws RefusedException if a token could not be recorded now; may wait a short time */
        default void requireReady() {}
    }
}
