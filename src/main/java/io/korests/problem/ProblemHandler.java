package io.korests.problem;

import io.korests.problem.Refusal.RefusedException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what our controllers throw into problems. */
@RestControllerAdvice(basePackages = "io.korests")
class ProblemHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    void refused(RefusedException refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (refused.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter().toSeconds()));
        }
        ProblemWriter.write(request, response, refused.refusal(), refused.detail());
    }

    /** Logs what kind of failure it is and where. Its message stays out: it may quote what a caller sent. */
    @ExceptionHandler
    void defect(RuntimeException defect, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exception redacted = new Exception(defect.getClass().getName());
        redacted.setStackTrace(defect.getStackTrace());
        log.error("A request could not be answered", redacted);
        ProblemWriter.write(request, response, Refusal.INTERNAL_ERROR.status());
    }

    /** What Spring MVC refuses because no handler fits the path, the method or the headers, on either port. */
    @RestControllerAdvice
    static class NoHandler {
        @ExceptionHandler
        void refused(ServletException failure, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            if (!(failure instanceof ErrorResponse standard)) {
                throw failure;
            }
            // Every path but the endpoint's is for reading; Spring does not list the HEAD that comes with GET.
            if (standard.getHeaders().getAllow().contains(HttpMethod.GET)) {
                response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
                ProblemWriter.write(request, response, Refusal.METHOD_NOT_ALLOWED, "Read this path with GET.");
                return;
            }
            standard.getHeaders().getAllow().forEach(method -> response.addHeader(HttpHeaders.ALLOW, method.name()));
            ProblemWriter.write(request, response, standard.getStatusCode().value());
        }
    }

    /** What Tomcat refuses before a controller is asked: it forwards to this path. */
    @RestController
    static class ErrorPage {
        @RequestMapping("/error")
        void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            ProblemWriter.write(
                    request, response, code instanceof Integer status ? status : HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
