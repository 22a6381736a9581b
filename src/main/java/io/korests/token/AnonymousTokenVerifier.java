package io.korests.token;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.AbstractDeserializer;
import io.korests.ClientProperties.ClaimNames;
import io.korests.client.ClientApp;
import io.korests.json.StrictJson;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.io.Reader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifies anonymous tokens that come back. Whoever holds one was that anonymous user, and may bring the conversation along.
 */
final class AnonymousTokenVerifier {
    private final InstantSource clock;
    private final Duration mergeWindow;

    AnonymousTokenVerifier(InstantSource clock, Duration mergeWindow) {
        this.clock = clock;
        this.mergeWindow = mergeWindow;
    }

    /**
     * @return the identity to merge: of the token, or else the one that the request names, or null
     * @throws RefusedException if the token proves nothing, or cannot be used here
     */
    @Nullable
    String merged(ClientApp client, StsRequest request) {
        String token = request.anonymousJwt();
        if (token == null) {
            return request.identityToMerge();
        }
        if (request.identityToMerge() != null) {
            throw Refusal.INVALID_FIELD.because(
                    "anonymousJwt and identityToMerge are both set: send anonymousJwt alone.");
        }
        if (request.anonymous()) {
            throw Refusal.INVALID_FIELD.because(
                    "anonymousJwt is for users who have signed on: isAnonymous must be false.");
        }
        if (client.encryption() != null) {
            throw Refusal.INVALID_ANONYMOUS_TOKEN.because(
                    "This client's tokens are encrypted for the platform: anonymousJwt cannot be read here.");
        }
        return subjectOf(client, token);
    }

    private String subjectOf(ClientApp client, String token) {
        // Only an exact copy of the client's own header is parsed: a parser would keep names that a stranger chose.
        if (!token.startsWith(JwtSigner.encodedHeader(client.signingKey()) + '.')) {
            throw provesNothing();
        }
        String prefix = client.policy().names() == ClaimNames.KORE ? "kore_" : "";
        try {
            Claims claims = client.signingKey()
                    .verifiedBy(Jwts.parser())
                    .json(new StrictDeserializer())
                    .clock(() -> Date.from(clock.instant()))
                    .clockSkewSeconds(mergeWindow.toSeconds())
                    .require(prefix + "iss", client.clientId())
                    .require("isAnonymous", true)
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
            if (claims.getExpiration() != null && claims.get(prefix + "sub") instanceof String identity) {
                return identity;
            }
        } catch (JwtException | IllegalArgumentException exception) {
            // Refused below, whatever is wrong with it: details would help who tries to forge one.
        }
        throw provesNothing();
    }

    private static RefusedException provesNothing() {
        return Refusal.INVALID_ANONYMOUS_TOKEN.because(
                "anonymousJwt is not an anonymous token that this client issued, or it is too old.");
    }

    /** JJWT's own takes an object with more behind it, where two readers could differ. */
    private static final class StrictDeserializer extends AbstractDeserializer<Map<String, ?>> {
        // Around custom objects that have 32 levels themselves.
        private static final JsonMapper JSON = new JsonMapper(StrictJson.factory(33, 16 * 1024));
        private static final TypeReference<Map<String, ?>> OBJECT = new TypeReference<>() {};

        @Override
        protected Map<String, ?> doDeserialize(Reader json) {
            return JSON.readValue(json, OBJECT);
        }
    }
}
