package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.caller.Caller.AuthenticationMethod;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Accepts a bearer token (RFC 6750 §2.1) that the identity provider signed. */
final class OidcCallerCheck implements CallerCheck {
    private static final Logger log = LoggerFactory.getLogger(OidcCallerCheck.class);
    private static final String SCHEME = "Bearer ";
    private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final JwtDecoder decoder;
    private final String identityClaim;
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - 2 * LOG_INTERVAL_NANOS);

    OidcCallerCheck(JwtDecoder decoder, String identityClaim) {
        this.decoder = decoder;
        this.identityClaim = identityClaim;
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        String token = bearer(request);
        if (token == null) {
            return Caller.UNAUTHENTICATED;
        }
        try {
            Object claim = decoder.decode(token).getClaims().get(identityClaim);
            return claim instanceof String identity && !identity.isBlank()
                    ? new Caller(AuthenticationMethod.BEARER_TOKEN, identity.strip(), null)
                    : Caller.UNAUTHENTICATED;
        } catch (JwtException invalid) {
            // An invalid token is the caller's fault and is not logged; an outage of the provider is.
            if (invalid.getCause() instanceof JWKSetUnavailableException outage) {
                log(outage);
            }
            return Caller.UNAUTHENTICATED;
        }
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return bearer(request) == null ? "Bearer" : "Bearer error=\"invalid_token\"";
    }

    /** Once in the interval: anyone can send unknown key ids, and must not fill the log with them. */
    private void log(JWKSetUnavailableException outage) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last > LOG_INTERVAL_NANOS && lastLogged.compareAndSet(last, now)) {
            log.warn(
                    "The identity provider's keys cannot be read now: only tokens signed with keys already known are"
                            + " believed; check spring.security.oauth2.resourceserver.jwt and the way to the provider: {}",
                    outage.getMessage());
        }
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders("Authorization");
        String value = values.hasMoreElements() ? values.nextElement() : "";
        boolean bearer = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return !bearer || values.hasMoreElements()
                ? null
                : value.substring(SCHEME.length()).strip();
    }
}
