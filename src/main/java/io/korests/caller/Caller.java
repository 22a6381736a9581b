package io.korests.caller;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sent the request.
 *
 * @param method how the end user was authenticated
 * @param identity the authenticated end user; null in open mode, for {@link AuthenticationMethod#NONE}, and where a gateway
 *     sends a user who has not signed on
 * @param requestId the request's id, by an authenticated gateway, or null
 */
public record Caller(
        AuthenticationMethod method,
        @Nullable String identity,
        @Nullable String requestId) {
    /** Mode open: the request itself names the user. */
    public static final Caller OPEN = new Caller(AuthenticationMethod.OPEN, null, null);

    /** Credentials are required, and the request has no valid ones. */
    public static final Caller UNAUTHENTICATED = new Caller(AuthenticationMethod.NONE, null, null);

    /** How a caller authenticated the end user. */
    public enum AuthenticationMethod {
        /** Not required: {@code sts.caller.mode} is open. */
        OPEN,
        /** Required and missing or invalid. */
        NONE,
        /** The gateway's secret header. */
        GATEWAY_SECRET,
        /** The immediate peer is a trusted proxy. */
        TRUSTED_PROXY,
        /** The gateway's secret header, from a trusted proxy. */
        GATEWAY_SECRET_AND_TRUSTED_PROXY,
        /** A bearer token of the identity provider. */
        BEARER_TOKEN;

        /** The spelling in logs. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
