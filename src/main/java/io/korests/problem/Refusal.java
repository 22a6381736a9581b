package io.korests.problem;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of reasons for which a request gets no token, each with a row in {@code docs/api.md}. The code stands in the
 * problem's {@code type}, in the audit log and in the metrics.
 */
public enum Refusal {
    MALFORMED_REQUEST(400, "The HTTP request is malformed"),
    MALFORMED_BODY(400, "The body cannot be read"),
    INVALID_FIELD(400, "A field has a value that cannot be used"),
    MISSING_IDENTITY(400, "No identity"),
    UNKNOWN_CLIENT(400, "No such client"),
    INVALID_ANONYMOUS_TOKEN(400, "The anonymous token proves nothing"),
    UNPROVEN_CALLER(401, "The caller has not shown who the user is"),
    ANONYMOUS_NOT_ALLOWED(403, "No anonymous users"),
    CLAIM_NOT_ALLOWED(403, "A claim that requests may not set"),
    IDENTITY_MISMATCH(403, "Another identity than the proven one"),
    UNUSABLE_IDENTITY(403, "Signed on, but as nobody that can be used"),
    ORIGIN_NOT_ALLOWED(403, "A page of this origin may not ask"),
    NOT_FOUND(404, "Nothing here"),
    METHOD_NOT_ALLOWED(405, "Another HTTP method is needed"),
    NOT_ACCEPTABLE(406, "The answer is JSON"),
    SLOW_REQUEST(408, "The request took too long to arrive"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Another media type is needed"),
    RATE_LIMITED(429, "Too many requests"),
    OVERLOADED(503, "The service is overloaded", Duration.ofSeconds(1)),
    PROVIDER_UNAVAILABLE(503, "The identity provider cannot be asked", Duration.ofSeconds(5)),
    SIGNING_UNAVAILABLE(503, "The signing key cannot be reached", Duration.ofSeconds(5)),
    /** A defect of this service, never something a caller sent. */
    INTERNAL_ERROR(500, "The service failed");

    private final int status;
    private final String title;
    private final @Nullable Duration retryAfter;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Refusal(int status, String title) {
        this(status, title, null);
    }

    /** @param retryAfter when asking again makes sense (RFC 9110 §10.2.3), or null */
    Refusal(int status, String title, @Nullable Duration retryAfter) {
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** The same for every occurrence (RFC 9457 §3.1.3). */
    public String title() {
        return title;
    }

    /** @param detail helps the caller, and echoes nothing that was sent */
    public RefusedException because(String detail) {
        return new RefusedException(this, detail, retryAfter);
    }

    /** As the other, where the time after which asking again makes sense depends on the caller. */
    public RefusedException because(String detail, Duration wait) {
        return new RefusedException(this, detail, wait);
    }

    /** The name in problems, logs and metrics, for instance {@code missing-identity}. */
    public String code() {
        return code;
    }

    /** A request is answered without a token. The message is for the caller: it helps, and it echoes nothing that was sent. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Refusal refusal;
        private final @Nullable Duration retryAfter;

        private RefusedException(Refusal refusal, String detail, @Nullable Duration retryAfter) {
            // Refusals are expected and may come in floods: they carry no stack trace.
            super(detail, null, false, false);
            this.refusal = refusal;
            this.retryAfter = retryAfter;
        }

        public Refusal refusal() {
            return refusal;
        }

        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }

        public String detail() {
            return String.valueOf(getMessage());
        }
    }
}
