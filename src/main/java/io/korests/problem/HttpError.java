package io.korests.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Words an error that Tomcat or Spring MVC found, which says nothing but an HTTP status. */
public final class HttpError {

    private HttpError() {}

    /** @param status as the framework has it */
    public static void write(HttpServletResponse response, int status) throws IOException {
        Refusal refusal = refusal(status);
        ProblemWriter.write(response, refusal, detail(refusal));
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 404 -> Refusal.NOT_FOUND;
            case 405 -> Refusal.METHOD_NOT_ALLOWED;
            case 406 -> Refusal.NOT_ACCEPTABLE;
            case 408 -> Refusal.SLOW_REQUEST;
            case 413 -> Refusal.BODY_TOO_LARGE;
            case 415 -> Refusal.UNSUPPORTED_MEDIA_TYPE;
            // Transfer codings and HTTP versions that Tomcat does not know: the caller's doing, whatever their number.
            case 501, 505 -> Refusal.MALFORMED_REQUEST;
            default -> status < 500 ? Refusal.MALFORMED_REQUEST : Refusal.INTERNAL_ERROR;
        };
    }

    private static String detail(Refusal refusal) {
        return switch (refusal) {
            case NOT_FOUND -> "Nothing is served at this path: tokens are at POST /api/users/sts.";
            case METHOD_NOT_ALLOWED -> "This path does not take that HTTP method.";
            case INTERNAL_ERROR -> "The service failed to answer; its log says why.";
            default -> refusal.title() + '.';
        };
    }
}
