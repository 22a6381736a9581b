package io.korests.token;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.korests.ClientProperties.ClaimNames;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Merging an anonymous user by proof: whoever holds an anonymous token of this client was that anonymous user, and may bring
 * that conversation along.
 */
final class AnonymousTokenVerifier {

    private final InstantSource clock;
    private final Duration mergeWindow;

    AnonymousTokenVerifier(InstantSource clock, Duration mergeWindow) {
        this.clock = clock;
        this.mergeWindow = mergeWindow;
    }

    /**
     * @return the identity to merge into the subject, or null if the request brings no token
     * @throws RefusedException if the token proves nothing, or cannot be used here
     */
    @Nullable
    String merged(ClientApp client, StsRequest request, Subject subject) {
        String token = request.anonymousJwt();
        if (token == null) {
            return null;
        }
        if (request.identityToMerge() != null) {
            throw new RefusedException(
                    Refusal.INVALID_FIELD, "anonymousJwt and identityToMerge are both set: send anonymousJwt alone.");
        }
        if (subject.anonymous()) {
            throw new RefusedException(
                    Refusal.INVALID_FIELD, "anonymousJwt is for users who have signed on: isAnonymous must be false.");
        }
        if (client.encryption() != null) {
            throw new RefusedException(
                    Refusal.INVALID_ANONYMOUS_TOKEN,
                    "This client's tokens are encrypted for the platform: anonymousJwt cannot be read here.");
        }
        return subjectOf(client, token);
    }

    private String subjectOf(ClientApp client, String token) {
        Claims claims;
        try {
            claims = client.signingKey()
                    .verifiedBy(Jwts.parser())
                    .clock(() -> Date.from(clock.instant()))
                    .clockSkewSeconds(mergeWindow.toSeconds())
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
        } catch (JwtException | IllegalArgumentException exception) {
            throw invalid();
        }
        String prefix = client.policy().names() == ClaimNames.KORE ? "kore_" : "";
        boolean ofThisClient = client.clientId().equals(claims.get(prefix + "iss"));
        boolean anonymous = Boolean.TRUE.equals(claims.get("isAnonymous"));
        if (ofThisClient
                && anonymous
                && claims.getExpiration() != null
                && claims.get(prefix + "sub") instanceof String identity) {
            return identity;
        }
        throw invalid();
    }

    private static RefusedException invalid() {
        return new RefusedException(
                Refusal.INVALID_ANONYMOUS_TOKEN,
                "anonymousJwt is not an anonymous token that this client issued, or it is too old.");
    }
}
