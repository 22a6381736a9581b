package io.korests.token;

import io.korests.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Accounts for the requests for a token: each is published to all listeners once. Safe for use by many threads. */
public final class Attempts {

    private final InstantSource clock;
    private final Supplier<String> requestIds;
    private final List<TokenAttempt.Listener> listeners;

    Attempts(InstantSource clock, Supplier<String> requestIds, List<TokenAttempt.Listener> listeners) {
        this.clock = clock;
        this.requestIds = requestIds;
        this.listeners = List.copyOf(listeners);
    }

    AttemptRecorder begin(HttpServletRequest request) {
        return new AttemptRecorder(clock.instant(), requestIds.get(), request.getRemoteAddr(), this::publish);
    }

    /** Records a request that a filter refused before the endpoint saw it; requests for other paths are ignored. */
    public void refusedByFilter(HttpServletRequest request, Refusal refusal) {
        if (StsController.PATHS.contains(request.getServletPath())
                && !request.getMethod().equals("OPTIONS")) {
            begin(request).refused(refusal);
        }
    }

    private void publish(TokenAttempt attempt) {
        for (TokenAttempt.Listener listener : listeners) {
            listener.onAttempt(attempt);
        }
    }
}
