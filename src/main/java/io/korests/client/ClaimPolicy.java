package io.korests.client;

import io.korests.ClientProperties.ClaimNames;
import io.korests.RequestClaim;
import io.korests.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's tokens say, and how far a request may have a say in it.
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

    /**
     * The audience of a token. A value that is not allowed is passed over without complaint: the mobile SDKs always send one,
     * and not always a sensible one (React Native takes it from the app's configuration).
     */
    public String audienceFor(@Nullable String requested) {
        return requested != null && allowedAudiences.contains(requested) ? requested : audience;
    }

    /** Whether a request may set this claim. */
    public boolean allows(RequestClaim claim) {
        return allowed.contains(claim);
    }
}
