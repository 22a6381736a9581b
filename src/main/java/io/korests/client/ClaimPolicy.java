package io.korests.client;

import io.korests.ClientProperties;
import io.korests.ClientProperties.ClaimNames;
import io.korests.RequestClaim;
import io.korests.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's tokens contain, and which of it a request may set.
 *
 * @param audience used unless a request names one of {@code allowedAudiences}
 * @param lifetime from {@code iat} to {@code exp}, whole seconds
 * @param fixed JSON objects that every token carries, by claim
 */
public record ClaimPolicy(
        String audience,
        List<String> allowedAudiences,
        Duration lifetime,
        boolean jti,
        ClaimNames names,
        boolean anonymous,
        Set<RequestClaim> allowed,
        Map<RequestClaim, JsonObject> fixed) {
    /** @throws IllegalArgumentException beginning with the name of the property */
    static ClaimPolicy of(ClientProperties properties) {
        Map<RequestClaim, JsonObject> fixed = new EnumMap<>(RequestClaim.class);
        Set<RequestClaim> allowed = properties.allowedClaims();
        fix(fixed, RequestClaim.PRIVATE_CLAIMS, "private-claims", properties.privateClaims(), allowed);
        fix(fixed, RequestClaim.SECURE_CUSTOM_DATA, "secure-custom-data", properties.secureCustomData(), allowed);
        return new ClaimPolicy(
                properties.audience(),
                properties.allowedAudiences(),
                properties.tokenLifetime(),
                properties.jti(),
                properties.claimNames(),
                properties.anonymous(),
                allowed,
                Map.copyOf(fixed));
    }

    private static void fix(
            Map<RequestClaim, JsonObject> fixed,
            RequestClaim claim,
            String property,
            @Nullable String json,
            Set<RequestClaim> allowed) {
        if (json == null) {
            return;
        }
        if (allowed.contains(claim)) {
            throw new IllegalArgumentException(
                    property + " is fixed here and listed in allowed-claims as well: choose one");
        }
        try {
            fixed.put(claim, new JsonObject(json));
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException(property + ' ' + exception.getMessage());
        }
    }

    /** Ignores a value that is not allowed: the mobile SDKs always send one (React Native: from the app's configuration). */
    public String audienceFor(@Nullable String requested) {
        return requested != null && allowedAudiences.contains(requested) ? requested : audience;
    }

    public boolean allows(RequestClaim claim) {
        return allowed.contains(claim);
    }
}
