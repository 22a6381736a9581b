package io.korests.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request is answered without a token. The message is for the caller: it helps, and it echoes nothing that was sent. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final @Nullable Duration retryAfter;

    /** @param retryAfter when asking again makes sense (RFC 9110 §10.2.3), or null */
    public RefusedException(Refusal refusal, String detail, @Nullable Duration retryAfter) {
        // Refusals are expected and may come in floods: they carry no stack trace.
        super(detail, null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    public Refusal refusal() {
        return refusal;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The message for the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
