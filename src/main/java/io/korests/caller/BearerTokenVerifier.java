package io.korests.caller;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.BadJWTException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Reads who the user is from a bearer token, or the cause why it proves nobody. Safe for use by many threads. */
public final class BearerTokenVerifier {
    private static final String EMAIL = "email";

    private final JwtDecoder signatures;
    private final Set<String> algorithms;
    private final Map<Cause, Predicate<Jwt>> checks;
    private final List<String> identityClaims;
    private final boolean trustUnverifiedEmail;

    /**
     * @param signatures checks signatures, and no claims
     * @param algorithms those that it accepts
     * @param checks of the claims, in order: the first that fails is the cause
     * @param identityClaims in order of preference
     */
    BearerTokenVerifier(
            JwtDecoder signatures,
            Set<SignatureAlgorithm> algorithms,
            Map<Cause, Predicate<Jwt>> checks,
            List<String> identityClaims,
            boolean trustUnverifiedEmail) {
        this.signatures = signatures;
        this.algorithms = algorithms.stream().map(SignatureAlgorithm::getName).collect(Collectors.toSet());
        this.checks = checks;
        this.identityClaims = identityClaims;
        this.trustUnverifiedEmail = trustUnverifiedEmail;
    }

    /** @param token whatever a caller sent as one */
    public ProvenIdentity verify(String token) {
        Jwt jwt;
        try {
            jwt = signatures.decode(token);
        } catch (JwtException failure) {
            return ProvenIdentity.unproven(cause(token, failure));
        }
        return checks.entrySet().stream()
                .filter(check -> !check.getValue().test(jwt))
                .findFirst()
                .map(check -> ProvenIdentity.unproven(check.getKey()))
                .orElseGet(() -> identity(jwt));
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
            Algorithm algorithm = JWTParser.parse(token).getHeader().getAlgorithm();
            if (!algorithms.contains(algorithm.getName())) {
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
        for (String claim : identityClaims) {
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
        return trustUnverifiedEmail || Boolean.TRUE.equals(verified) || "true".equals(verified);
    }
}
