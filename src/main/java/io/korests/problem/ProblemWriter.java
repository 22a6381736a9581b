package io.korests.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem (RFC 9457), from controllers, filters and valves alike. */
public final class ProblemWriter {
    /** The header of an answer with the id under which the audit log has the attempt. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private ProblemWriter() {}

    /**
     * Repeats the request's id, if the answer has it already: what people report is the text they see. Announces that the connection
     * ends where the body was not read: Tomcat does not read the rest of it.
     *
     * @param detail echoes nothing that the caller sent
     */
    public static void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal, String detail)
            throws IOException {
        if (!request.getInputStream().isFinished()) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        ProblemDetail problem = problem(refusal, detail);
        String requestId = response.getHeader(REQUEST_ID);
        if (requestId != null) {
            problem.setProperty("requestId", requestId);
        }
        byte[] body = JSON.writeValueAsBytes(problem);
        response.setStatus(refusal.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Also where the path would have been a page with a policy of its own.
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Answers with the refusal that fits the HTTP status, where Tomcat or Spring MVC says nothing else. */
    public static void write(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        Refusal refusal = refusal(status);
        String detail = switch (refusal) {
            case NOT_FOUND -> "Nothing is served at this path: tokens are at POST /api/users/sts.";
            case METHOD_NOT_ALLOWED -> "This path does not take that HTTP method.";
            case INTERNAL_ERROR -> "The service failed to answer; its log says why.";
            default -> refusal.title() + '.';
        };
        write(request, response, refusal, detail);
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 404 -> Refusal.NOT_FOUND;
            case 405 -> Refusal.METHOD_NOT_ALLOWED;
            case 406 -> Refusal.NOT_ACCEPTABLE;
            case 408 -> Refusal.SLOW_REQUEST;
            case 413 -> Refusal.BODY_TOO_LARGE;
            case 415 -> Refusal.UNSUPPORTED_MEDIA_TYPE;
            // Transfer codings and HTTP versions that Tomcat does not know: the caller's doing, although the status is
            // 5xx.
            case 501, 505 -> Refusal.MALFORMED_REQUEST;
            default -> status < 500 ? Refusal.MALFORMED_REQUEST : Refusal.INTERNAL_ERROR;
        };
    }

    private static ProblemDetail problem(Refusal refusal, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(refusal.status()), detail);
        problem.setType(URI.create("urn:kore-sts:" + refusal.code()));
        problem.setTitle(refusal.title());
        problem.setProperty("errors", List.of(new SdkError(detail, refusal.status())));
        return problem;
    }

    /** The old web SDK shows {@code errors[0].msg} of an error and nothing else of it (kore-bot-sdk-client.js). */
    private record SdkError(String msg, int code) {}
}
