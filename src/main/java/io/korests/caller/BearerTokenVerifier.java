package io.korests.caller;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.BadJWTException;
import io.korests.CallerProperties;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Reads who the user is from a bearer token, or the cause why it proves nobody. Safe for use by many threads. */
public final class BearerTokenVerifier {
    private static final Logger log = LoggerFactory.getLogger(BearerTokenVerifier.class);
    private static final String EMAIL = "email";
    private static final JwtTypeValidator TYPES = types();

    private final NimbusJwtDecoder signatures;
    private final Set<SignatureAlgorithm> algorithms;
    private final ProviderProperties provider;
    private final CallerProperties.Oidc oidc;
    private final InstantSource clock;

    BearerTokenVerifier(
            ProviderKeys keys, ProviderProperties provider, CallerProperties.Oidc oidc, InstantSource clock) {
        this.algorithms = provider.algorithms();
        this.signatures = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(accepted -> accepted.addAll(algorithms))
                .build();
        signatures.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        this.provider = provider;
        this.oidc = oidc;
        this.clock = clock;
        if (provider.audiences().isEmpty()) {
            log.warn(
                    "{}.audiences is not set: every token of the identity provider counts, whichever application it was"
                            + " made for; set it to the audience that the provider writes into tokens for this service",
                    ProviderProperties.PREFIX);
        }
    }

    /** Accepts ID tokens and RFC 9068 access tokens, which Spring's default refuses. */
    private static JwtTypeValidator types() {
        JwtTypeValidator types = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        types.setAllowEmpty(true);
        return types;
    }

    /** @param token whatever a caller sent as one */
    public ProvenIdentity verify(String token) {
        Jwt jwt;
        try {
            jwt = signatures.decode(token);
        } catch (JwtException failure) {
            return ProvenIdentity.unproven(cause(token, failure));
        }
        Cause cause = cause(jwt);
        return cause == null ? identity(jwt) : ProvenIdentity.unproven(cause);
    }

    /** What a signed token does not say as it must: Spring's validators tell some of that apart by a text only. */
    private @Nullable Cause cause(Jwt jwt) {
        if (provider.issuerUri() != null && !provider.issuerUri().equals(jwt.getClaimAsString(JwtClaimNames.ISS))) {
            return Cause.WRONG_ISSUER;
        }
        if (!provider.audiences().isEmpty() && !isFor(provider.audiences(), jwt.getAudience())) {
            return Cause.WRONG_AUDIENCE;
        }
        // A logout token may come without a type (OpenID Connect Back-Channel Logout §2.4).
        if (TYPES.validate(jwt).hasErrors() || jwt.hasClaim("events")) {
            return Cause.WRONG_TYPE;
        }
        // A bound token (RFC 7800) is worth nothing without its key.
        if (jwt.hasClaim("cnf")) {
            return Cause.BOUND_TOKEN;
        }
        Instant now = clock.instant();
        Instant end = jwt.getExpiresAt();
        if (end == null || !now.minus(oidc.clockSkew()).isBefore(end)) {
            return Cause.EXPIRED;
        }
        Instant begin = jwt.getNotBefore();
        return begin != null && now.plus(oidc.clockSkew()).isBefore(begin) ? Cause.NOT_YET_VALID : null;
    }

    private static boolean isFor(List<String> accepted, @Nullable List<String> audiences) {
        return audiences != null && !Collections.disjoint(audiences, accepted);
    }

    /** The decoder has one exception for most of them. */
    private Cause cause(String token, JwtException failure) {
        Throwable reason = failure.getCause();
        if (reason instanceof KeySourceException) {
            return Cause.PROVIDER_UNREACHABLE;
        }
        if (reason instanceof BadJWTException) {
            return Cause.MALFORMED;
        }
        try {
            String name = JWTParser.parse(token).getHeader().getAlgorithm().getName();
            SignatureAlgorithm algorithm = SignatureAlgorithm.from(name);
            if (algorithm == null || !algorithms.contains(algorithm)) {
                return Cause.ALGORITHM_NOT_ALLOWED;
            }
        } catch (ParseException malformed) {
            return Cause.MALFORMED;
        }
        if (reason instanceof BadJOSEException && !(reason instanceof BadJWSException)) {
            return Cause.UNKNOWN_KEY;
        }
        // A signature that does not suit the key's kind or curve is another exception; a claim that is no claim, none
        // of Nimbus.
        return failure instanceof BadJwtException && !(reason instanceof BadJWSException)
                ? Cause.MALFORMED
                : Cause.BAD_SIGNATURE;
    }

    /** A claim that is there decides, so that nobody chooses by leaving one unusable which other one counts. */
    private ProvenIdentity identity(Jwt jwt) {
        for (String claim : oidc.identityClaim()) {
            Object value = jwt.getClaims().get(claim);
            if (value == null) {
                continue;
            }
            if (!(value instanceof String text)) {
                break;
            }
            return claim.equals(EMAIL) && !text.isBlank() && !isVerified(jwt)
                    ? ProvenIdentity.unproven(Cause.EMAIL_NOT_VERIFIED)
                    : ProvenIdentity.of(text, Cause.NO_IDENTITY_CLAIM);
        }
        return ProvenIdentity.unproven(Cause.NO_IDENTITY_CLAIM);
    }

    /** Cognito sends it as a text. */
    private boolean isVerified(Jwt jwt) {
        Object verified = jwt.getClaims().get("email_verified");
        return oidc.trustUnverifiedEmail() || Boolean.TRUE.equals(verified) || "true".equals(verified);
    }
}
