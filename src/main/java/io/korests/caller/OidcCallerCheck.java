package io.korests.caller;

import io.korests.caller.Caller.AuthenticationMethod;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** Accepts a bearer token (RFC 6750 §2.1) that the identity provider signed. */
final class OidcCallerCheck implements CallerCheck {
    private static final String SCHEME = "Bearer ";

    private final BearerTokenVerifier tokens;

    OidcCallerCheck(BearerTokenVerifier tokens) {
        this.tokens = tokens;
    }

    @Override
    public Caller identify(HttpServletRequest request) {
        String token = bearer(request);
        return token == null
                ? Caller.unproven(Cause.NO_TOKEN)
                : Caller.of(AuthenticationMethod.BEARER_TOKEN, tokens.verify(token), null);
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
