package io.korests.token;

import io.korests.StsProperties;
import io.korests.caller.Caller;
import io.korests.caller.CallerCheck;
import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoint. Each path is served with and without the slash, because a redirect breaks the preflight and drops the body.
 *
 * <p>It reads the request and writes the answer itself: message converters would halve the throughput (docs/benchmarks.md).
 */
@RestController
@RequestMapping({StsController.API, StsController.API + "/", StsController.MOBILE, StsController.MOBILE + "/"})
class StsController {
    static final String API = "/api/users/sts";
    /** The mobile SDKs append {@code users/sts} to their base URL. */
    static final String MOBILE = "/users/sts";

    static final Set<String> PATHS = Set.of(API, API + "/", MOBILE, MOBILE + "/");

    private static final String ALLOWED_METHODS = "POST, OPTIONS";

    private final CallerCheck callerCheck;
    private final StsRequestReader reader;
    private final TokenIssuer issuer;
    private final Attempts attempts;
    private final Semaphore places;

    StsController(
            CallerCheck callerCheck,
            StsRequestReader reader,
            TokenIssuer issuer,
            Attempts attempts,
            StsProperties properties) {
        this.callerCheck = callerCheck;
        this.reader = reader;
        this.issuer = issuer;
        this.attempts = attempts;
        this.places = new Semaphore(properties.limits().queue());
    }

    /** For every method but OPTIONS: another one than POST is an attempt too, which Spring's own answer would not record. */
    @RequestMapping
    void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Attempts.Recorder attempt = attempts.begin(request);
        String token;
        try {
            requirePost(request, response);
            Caller caller = callerCheck.identify(request);
            attempt.caller(caller);
            StsRequest wanted = reader.read(request);
            token = admitted(wanted, caller, attempt);
        } catch (RuntimeException failure) {
            if (attempt.refused(failure) == Refusal.UNPROVEN_CALLER) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, callerCheck.challenge(request));
            }
            throw failure;
        } finally {
            response.setHeader(ProblemWriter.REQUEST_ID, attempt.requestId());
        }
        answer(response, token);
    }

    /**
     * Load shedding: refuses at once while too many requests are in work. One is in work once its body is read, so that slow
     * senders hold connections and no place here.
     */
    private String admitted(StsRequest wanted, Caller caller, Attempts.Recorder attempt) {
        if (!places.tryAcquire()) {
            throw Refusal.OVERLOADED.because("More requests wait than can be answered soon: ask again.");
        }
        try {
            return issuer.issue(wanted, caller, attempt);
        } finally {
            places.release();
        }
    }

    private static void requirePost(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("POST")) {
            response.setHeader(HttpHeaders.ALLOW, ALLOWED_METHODS);
            throw Refusal.METHOD_NOT_ALLOWED.because("Ask for a token with POST.");
        }
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    void options(HttpServletResponse response) {
        response.setHeader(HttpHeaders.ALLOW, ALLOWED_METHODS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static void answer(HttpServletResponse response, String token) throws IOException {
        byte[] body = ("{\"jwt\":\"" + token + "\"}").getBytes(StandardCharsets.ISO_8859_1);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
