package io.korests.token;

import io.korests.caller.Caller;
import io.korests.caller.CallerCheck;
import io.korests.key.SigningUnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint. A servlet and not a Spring MVC controller: what lies between Tomcat and a controller took longer than minting
 * the token (RATIONALE.md has the figures).
 */
final class StsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(StsServlet.class);
    private static final String DEFECT = "The service failed to answer; its log says why.";
    private static final String NO_KEY = "The signing key cannot be reached now: ask again soon.";
    private static final Duration SIGNING_RETRY = Duration.ofSeconds(5);
    private static final Duration OVERLOAD_RETRY = Duration.ofSeconds(1);
    private static final String REQUEST_ID = "X-Request-Id";

    private final transient StsRequestReader reader;
    private final transient CallerCheck callerCheck;
    private final transient TokenIssuer issuer;
    private final transient Attempts attempts;

    StsServlet(CallerCheck callerCheck, StsRequestReader reader, TokenIssuer issuer, Attempts attempts) {
        this.callerCheck = callerCheck;
        this.reader = reader;
        this.issuer = issuer;
        this.attempts = attempts;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Allow", "POST, OPTIONS");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        AttemptNotes notes = attempts.begin(request);
        try {
            String token = token(request, response, notes);
            attempts.granted(notes, token);
            response.setHeader(REQUEST_ID, notes.requestId());
            answer(response, token);
        } catch (TokenRefusedException refused) {
            if (refused.refusal() == Refusal.UNPROVEN_CALLER) {
                response.setHeader("WWW-Authenticate", callerCheck.challenge(request));
            }
            refuse(response, notes, refused);
        } catch (SigningUnavailableException unavailable) {
            refuse(response, notes, new TokenRefusedException(Refusal.SIGNING_UNAVAILABLE, NO_KEY, SIGNING_RETRY));
        } catch (RuntimeException defect) {
            log.error("A request could not be answered", new Defect(defect));
            refuse(response, notes, new TokenRefusedException(Refusal.INTERNAL_ERROR, DEFECT));
        }
    }

    private void refuse(HttpServletResponse response, AttemptNotes notes, TokenRefusedException refused)
            throws IOException {
        attempts.refused(notes, refused.refusal());
        response.setHeader(REQUEST_ID, notes.requestId());
        if (refused.retryAfter() != null) {
            response.setHeader("Retry-After", Long.toString(refused.retryAfter().toSeconds()));
        }
        ProblemWriter.write(response, refused.refusal(), refused.detail());
    }

    private String token(HttpServletRequest request, HttpServletResponse response, AttemptNotes notes) {
        if (Admission.isRefused()) {
            throw new TokenRefusedException(
                    Refusal.OVERLOADED, "More requests wait than can be answered soon: ask again.", OVERLOAD_RETRY);
        }
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST, OPTIONS");
            throw new TokenRefusedException(Refusal.METHOD_NOT_ALLOWED, "Ask for a token with POST.");
        }
        Caller caller = callerCheck.identify(request);
        notes.caller(caller);
        return issuer.issue(reader.read(request), caller, notes);
    }

    private static void answer(HttpServletResponse response, String token) throws IOException {
        byte[] body = ("{\"jwt\":\"" + token + "\"}").getBytes(StandardCharsets.ISO_8859_1);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
