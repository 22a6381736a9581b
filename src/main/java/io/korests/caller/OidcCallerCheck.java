package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Believes a bearer token (RFC 6750 §2.1) that the identity provider signed. */
final class OidcCallerCheck implements CallerCheck {

    private static final Logger log = LoggerFactory.getLogger(OidcCallerCheck.class);
    private static final String AUTHORIZATION = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    private final JwtDecoder decoder;
    private final String identityClaim;
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - 2 * SILENCE_NANOS);

    OidcCallerCheck(JwtDecoder decoder, String identityClaim) {
        this.decoder = decoder;
        this.identityClaim = identityClaim;
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        String token = bearer(request.getHeaders(AUTHORIZATION));
        if (token == null) {
            return Caller.UNPROVEN;
        }
        try {
            return caller(decoder.decode(token));
        } catch (BadJwtException forged) {
            // Or expired, of another issuer, for another audience: the caller's doing, and nothing for the log.
            return Caller.UNPROVEN;
        } catch (JwtException unread) {
            if (unread.getCause() instanceof JWKSetUnavailableException away) {
                sayOnce(away);
            }
            return Caller.UNPROVEN;
        }
    }

    /** Whoever sends unknown key ids must not be able to fill the log. */
    private void sayOnce(JWKSetUnavailableException away) {
        long now = System.nanoTime();
        long last = lastSaid.get();
        if (now - last > SILENCE_NANOS && lastSaid.compareAndSet(last, now)) {
            log.warn(
                    "The identity provider's keys cannot be read now: only tokens signed with keys already known are"
                            + " believed; check spring.security.oauth2.resourceserver.jwt and the way to the provider: {}",
                    away.getMessage());
        }
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return bearer(request.getHeaders(AUTHORIZATION)) == null ? "Bearer" : "Bearer error=\"invalid_token\"";
    }

    private Caller caller(Jwt token) {
        Object claim = token.getClaims().get(identityClaim);
        return claim instanceof String identity && !identity.isBlank()
                ? new Caller(AuthenticationMethod.BEARER_TOKEN, identity.strip(), null)
                : Caller.UNPROVEN;
    }

    private static @Nullable String bearer(Enumeration<String> values) {
        if (!values.hasMoreElements()) {
            return null;
        }
        String value = values.nextElement();
        boolean bearer = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return !bearer || values.hasMoreElements()
                ? null
                : value.substring(SCHEME.length()).strip();
    }
}
