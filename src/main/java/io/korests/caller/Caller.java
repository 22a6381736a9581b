package io.korests.caller;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sent the request.
 *
 * @param method how the end user was authenticated
 * @param identity the authenticated end user; null in open mode and where there is a cause
 * @param requestId the request's id, by an authenticated gateway, or null
 * @param cause why nobody is proven; null if somebody is, and in open mode
 */
public record Caller(
        AuthenticationMethod method,
        @Nullable String identity,
        @Nullable String requestId,
        @Nullable Cause cause) {
    /** Mode open: the request itself names the user. */
    public static final Caller OPEN = new Caller(AuthenticationMethod.OPEN, null, null, null);

    /** Somebody, if the identity is proven, or nobody for its cause. */
    static Caller of(AuthenticationMethod method, ProvenIdentity identity, @Nullable String requestId) {
        return new Caller(
                identity.cause() == null ? method : AuthenticationMethod.NONE,
                identity.text(),
                requestId,
                identity.cause());
    }

    /** Credentials are required, and the request has no valid ones. */
    static Caller unproven(Cause cause) {
        return of(AuthenticationMethod.NONE, ProvenIdentity.unproven(cause), null);
    }

    /** How a caller authenticated the end user. */
    public enum AuthenticationMethod {
        /** Not required: {@code sts.caller.mode} is open. */
        OPEN,
        /** Required and missing or invalid. */
        NONE,
        GATEWAY_SECRET,
        TRUSTED_PROXY,
        GATEWAY_SECRET_AND_TRUSTED_PROXY,
        BEARER_TOKEN;

        /** The spelling in logs. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
