package io.korests.token;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Keeps account of the requests for a token, and tells the listeners what came of each. Safe for use by many threads. */
public final class Attempts {

    /** The name of the endpoint's servlet. */
    static final String SERVLET = "sts";

    private final InstantSource clock;
    private final Supplier<String> requestIds;
    private final List<TokenAttemptListener> listeners;

    Attempts(InstantSource clock, Supplier<String> requestIds, List<TokenAttemptListener> listeners) {
        this.clock = clock;
        this.requestIds = requestIds;
        this.listeners = List.copyOf(listeners);
    }

    AttemptNotes begin(HttpServletRequest request) {
        return new AttemptNotes(clock.instant(), System.nanoTime(), requestIds.get(), request.getRemoteAddr());
    }

    void granted(AttemptNotes notes, String token) {
        publish(notes.granted(token, System.nanoTime()));
    }

    void refused(AttemptNotes notes, Refusal refusal) {
        publish(notes.refused(refusal, System.nanoTime()));
    }

    /** Tells of a request that was refused on its way to the endpoint; a request for anything else is passed over. */
    public void refusedEarly(HttpServletRequest request, Refusal refusal) {
        boolean forToken = SERVLET.equals(request.getHttpServletMapping().getServletName());
        if (forToken && !request.getMethod().equals("OPTIONS")) {
            refused(begin(request), refusal);
        }
    }

    private void publish(TokenAttempt attempt) {
        for (TokenAttemptListener listener : listeners) {
            listener.onAttempt(attempt);
        }
    }
}
