package io.korests.token;

import io.korests.RequestClaim;
import io.korests.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, cleaned of the SDKs' many spellings.
 *
 * @param clientId null for the default client
 * @param identity null where the request names none
 * @param audience a wish; see {@link io.korests.client.ClaimPolicy#audienceFor}
 * @param anonymousJwt an earlier anonymous token, to be merged into this identity
 */
record StsRequest(
        @Nullable String clientId,
        @Nullable String identity,
        boolean anonymous,
        @Nullable String audience,
        @Nullable String identityToMerge,
        @Nullable JsonObject privateClaims,
        @Nullable JsonObject secureCustomData,
        @Nullable String anonymousJwt) {

    static final StsRequest EMPTY = new StsRequest(null, null, false, null, null, null, null, null);

    /** The first claim this request sets that is not among the given ones, or null. */
    @Nullable
    RequestClaim firstClaimNotIn(Set<RequestClaim> allowed) {
        for (RequestClaim claim : RequestClaim.values()) {
            if (sets(claim) && !allowed.contains(claim)) {
                return claim;
            }
        }
        return null;
    }

    private boolean sets(RequestClaim claim) {
        return switch (claim) {
            case IDENTITY_TO_MERGE -> identityToMerge != null;
            case PRIVATE_CLAIMS -> privateClaims != null;
            case SECURE_CUSTOM_DATA -> secureCustomData != null;
        };
    }

    /** Says nothing of what was asked: it may be about a person. */
    @Override
    public String toString() {
        return "StsRequest";
    }
}
