package io.korests.problem;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what controllers throw, and what Spring MVC refuses on its own, into problems. */
@RestControllerAdvice
class ProblemHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    void refused(RefusedException refused, HttpServletResponse response) throws IOException {
        if (refused.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter().toSeconds()));
        }
        ProblemWriter.write(response, refused.refusal(), refused.detail());
    }

    /** What Spring MVC throws where no handler fits the request: path, method or headers. */
    @ExceptionHandler
    void noHandler(ServletException failure, HttpServletResponse response) throws IOException {
        if (!(failure instanceof ErrorResponse standard)) {
            defect(failure, response);
            return;
        }
        // Every path but the endpoint's is for reading; Spring does not list the HEAD that comes with GET.
        if (standard.getHeaders().getAllow().contains(HttpMethod.GET)) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            ProblemWriter.write(response, Refusal.METHOD_NOT_ALLOWED, "Read this path with GET.");
            return;
        }
        ProblemWriter.write(response, standard.getStatusCode().value());
    }

    /** Logs what kind of failure it is and where. Its message stays out: it may quote what a caller sent. */
    @ExceptionHandler(RuntimeException.class)
    void defect(Exception defect, HttpServletResponse response) throws IOException {
        Exception redacted = new Exception(defect.getClass().getName());
        redacted.setStackTrace(defect.getStackTrace());
        log.error("A request could not be answered", redacted);
        ProblemWriter.write(response, Refusal.INTERNAL_ERROR.status());
    }
}
