package io.korests.token;

import io.korests.RequestClaim;
import io.korests.client.ClientApp;
import io.korests.client.ClientApp.ClaimPolicy;
import io.korests.json.JsonObject;
import io.korests.token.SubjectRules.Subject;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what a token says. Nothing else in a request can add to it. */
final class ClaimsBuilder {
    private final InstantSource clock;

    ClaimsBuilder(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param tokenId its {@code jti}, or null for none
     * @return the claims in the order in which the token carries them
     */
    Map<String, Object> build(ClientApp client, Subject subject, StsRequest request, @Nullable String tokenId) {
        ClaimPolicy policy = client.policy();
        Map<String, Object> claims = new LinkedHashMap<>();
        // Seconds (RFC 7519 §2, NumericDate); Kore's sample server sends milliseconds, and its tokens never expire.
        long issuedAt = clock.instant().getEpochSecond();
        claims.put("iat", issuedAt);
        claims.put("exp", issuedAt + policy.lifetime().toSeconds());
        if (policy.names().standard()) {
            identify(claims, "", tokenId, client, subject);
        }
        if (policy.names().kore()) {
            identify(claims, "kore_", tokenId, client, subject);
        }
        claims.put("aud", policy.audienceFor(request.audience()));
        claims.put("isAnonymous", subject.anonymous());
        if (subject.merged() != null) {
            claims.put(RequestClaim.IDENTITY_TO_MERGE.claimName(), subject.merged());
        }
        customObject(claims, policy, RequestClaim.PRIVATE_CLAIMS, request.privateClaims());
        customObject(claims, policy, RequestClaim.SECURE_CUSTOM_DATA, request.secureCustomData());
        return claims;
    }

    private static void identify(
            Map<String, Object> claims, String prefix, @Nullable String tokenId, ClientApp client, Subject subject) {
        if (tokenId != null) {
            claims.put(prefix + "jti", tokenId);
        }
        claims.put(prefix + "iss", client.clientId());
        claims.put(prefix + "sub", subject.identity());
    }

    private static void customObject(
            Map<String, Object> claims, ClaimPolicy policy, RequestClaim claim, @Nullable JsonObject requested) {
        JsonObject value = requested != null ? requested : policy.fixed().get(claim);
        if (value != null) {
            claims.put(claim.claimName(), value);
        }
    }
}
