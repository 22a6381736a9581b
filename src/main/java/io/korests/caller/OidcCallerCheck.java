package io.korests.caller;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Accepts a bearer token (RFC 6750 §2.1) that the identity provider signed. */
final class OidcCallerCheck implements CallerCheck {
    private static final String SCHEME = "Bearer ";
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final JwtDecoder decoder;
    private final String identityClaim;

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
            if (invalid.getCause() instanceof JWKSetUnavailableException) {
                throw new RefusedException(
                        Refusal.PROVIDER_UNAVAILABLE,
                        "The identity provider's keys are being read or cannot be read now: ask again soon.",
                        RETRY);
            }
            return Caller.UNAUTHENTICATED;
        }
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return bearer(request) == null ? "Bearer" : "Bearer error=\"invalid_token\"";
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
