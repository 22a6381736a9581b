package io.korests.token;

import io.korests.client.ClaimPolicy;
import io.korests.client.ClientApp;
import io.korests.client.RequestClaim;
import io.korests.json.JsonObject;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what stands in a token; nothing in a request can add to it or change it otherwise. */
final class ClaimsBuilder {

    private final InstantSource clock;
    private final Supplier<String> randomIds;

    ClaimsBuilder(InstantSource clock, Supplier<String> randomIds) {
        this.clock = clock;
        this.randomIds = randomIds;
    }

    Claims build(ClientApp client, Subject subject, StsRequest request) {
        ClaimPolicy policy = client.policy();
        // Seconds (RFC 7519 §2, NumericDate); Kore's sample server sends milliseconds, and its tokens never expire.
        long issuedAt = clock.instant().getEpochSecond();
        String tokenId = policy.jti() ? randomIds.get() : null;
        ClaimsWriter claims = new ClaimsWriter()
                .number("iat", issuedAt)
                .number("exp", issuedAt + policy.lifetime().toSeconds());
        if (policy.names().standard()) {
            named(claims, "", tokenId, client, subject);
        }
        if (policy.names().kore()) {
            named(claims, "kore_", tokenId, client, subject);
        }
        claims.text("aud", policy.audienceFor(request.audience())).bool("isAnonymous", subject.anonymous());
        optional(claims, policy, subject, request);
        return new Claims(claims.toBytes(), tokenId);
    }

    private static void named(
            ClaimsWriter claims, String prefix, @Nullable String tokenId, ClientApp client, Subject subject) {
        if (tokenId != null) {
            claims.text(prefix + "jti", tokenId);
        }
        claims.text(prefix + "iss", client.clientId()).text(prefix + "sub", subject.identity());
    }

    private static void optional(ClaimsWriter claims, ClaimPolicy policy, Subject subject, StsRequest request) {
        if (subject.merged() != null) {
            claims.text(RequestClaim.IDENTITY_TO_MERGE.claimName(), subject.merged());
        }
        object(claims, policy, RequestClaim.PRIVATE_CLAIMS, request.privateClaims());
        object(claims, policy, RequestClaim.SECURE_CUSTOM_DATA, request.secureCustomData());
    }

    private static void object(
            ClaimsWriter claims, ClaimPolicy policy, RequestClaim claim, @Nullable JsonObject requested) {
        JsonObject value = requested != null ? requested : policy.fixed().get(claim);
        if (value != null) {
            claims.object(claim.claimName(), value);
        }
    }
}
