package io.korests.caller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;

/** What a signed token must say, check by check, each with the cause of its refusal. */
final class TokenChecks {
    private static final Logger log = LoggerFactory.getLogger(TokenChecks.class);

    private TokenChecks() {}

    /** @return in the order in which they are made */
    static Map<Cause, OAuth2TokenValidator<Jwt>> of(
            ProviderProperties provider, Duration clockSkew, InstantSource clock) {
        Map<Cause, OAuth2TokenValidator<Jwt>> checks = new EnumMap<>(Cause.class);
        ofIssuer(provider, checks);
        ofKind(checks);
        ofTime(clockSkew, clock, checks);
        return checks;
    }

    private static void ofIssuer(ProviderProperties provider, Map<Cause, OAuth2TokenValidator<Jwt>> checks) {
        if (provider.issuerUri() != null) {
            checks.put(Cause.WRONG_ISSUER, new JwtIssuerValidator(provider.issuerUri()));
        }
        if (provider.audiences().isEmpty()) {
            log.warn(
                    "{}.audiences is not set: every token of the identity provider counts, whichever application it was"
                            + " made for; set it to the audience that the provider writes into tokens for this service",
                    ProviderProperties.PREFIX);
        } else {
            checks.put(
                    Cause.WRONG_AUDIENCE,
                    new JwtClaimValidator<Collection<String>>(
                            JwtClaimNames.AUD, aud -> aud != null && !Collections.disjoint(aud, provider.audiences())));
        }
    }

    /**
     * Accepts ID tokens and RFC 9068 access tokens, which Spring's default refuses. A logout token may come without a type (OpenID Connect
     * Back-Channel Logout §2.4); a bound token (RFC 7800) is worth nothing without its key.
     */
    private static void ofKind(Map<Cause, OAuth2TokenValidator<Jwt>> checks) {
        JwtTypeValidator types = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        types.setAllowEmpty(true);
        checks.put(
                Cause.WRONG_TYPE,
                new DelegatingOAuth2TokenValidator<>(types, new JwtClaimValidator<>("events", Objects::isNull)));
        checks.put(Cause.BOUND_TOKEN, new JwtClaimValidator<>("cnf", Objects::isNull));
    }

    /** By default, Spring accepts a token without {@code exp}, which would never expire, and tells the two apart by a text only. */
    private static void ofTime(Duration skew, InstantSource clock, Map<Cause, OAuth2TokenValidator<Jwt>> checks) {
        checks.put(
                Cause.EXPIRED,
                new JwtClaimValidator<Instant>(
                        JwtClaimNames.EXP,
                        exp -> exp != null && clock.instant().minus(skew).isBefore(exp)));
        checks.put(
                Cause.NOT_YET_VALID,
                new JwtClaimValidator<Instant>(
                        JwtClaimNames.NBF,
                        nbf -> nbf == null || !clock.instant().plus(skew).isBefore(nbf)));
    }
}
