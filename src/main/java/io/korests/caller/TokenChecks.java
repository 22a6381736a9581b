package io.korests.caller;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;

/** What a signed token must say, check by check: Spring tells some of them apart by a text only. */
final class TokenChecks {
    private static final Logger log = LoggerFactory.getLogger(TokenChecks.class);

    private TokenChecks() {}

    /** @return in the order in which they are made, each with the cause of its refusal */
    static Map<Cause, Predicate<Jwt>> of(ProviderProperties provider, Duration clockSkew, InstantSource clock) {
        Map<Cause, Predicate<Jwt>> checks = new EnumMap<>(Cause.class);
        if (provider.issuerUri() != null) {
            checks.put(Cause.WRONG_ISSUER, passes(new JwtIssuerValidator(provider.issuerUri())));
        }
        if (provider.audiences().isEmpty()) {
            log.warn(
                    "{}.audiences is not set: every token of the identity provider counts, whichever application it was"
                            + " made for; set it to the audience that the provider writes into tokens for this service",
                    ProviderProperties.PREFIX);
        } else {
            checks.put(
                    Cause.WRONG_AUDIENCE,
                    jwt -> jwt.getAudience() != null && !Collections.disjoint(jwt.getAudience(), provider.audiences()));
        }
        // A logout token may come without a type (OpenID Connect Back-Channel Logout §2.4).
        checks.put(Cause.WRONG_TYPE, passes(types()).and(jwt -> !jwt.hasClaim("events")));
        // A bound token (RFC 7800) is worth nothing without its key.
        checks.put(Cause.BOUND_TOKEN, jwt -> !jwt.hasClaim("cnf"));
        checks.put(
                Cause.EXPIRED,
                jwt -> jwt.getExpiresAt() != null
                        && clock.instant().minus(clockSkew).isBefore(jwt.getExpiresAt()));
        checks.put(
                Cause.NOT_YET_VALID,
                jwt -> jwt.getNotBefore() == null
                        || !clock.instant().plus(clockSkew).isBefore(jwt.getNotBefore()));
        return checks;
    }

    private static Predicate<Jwt> passes(OAuth2TokenValidator<Jwt> validator) {
        return jwt -> !validator.validate(jwt).hasErrors();
    }

    /** Accepts ID tokens and RFC 9068 access tokens, which Spring's default refuses. */
    private static JwtTypeValidator types() {
        JwtTypeValidator types = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        types.setAllowEmpty(true);
        return types;
    }
}
