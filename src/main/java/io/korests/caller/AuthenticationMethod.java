package io.korests.caller;

import java.util.Locale;

/** How a caller showed who the end user is. */
public enum AuthenticationMethod {
    /** Not asked for: {@code sts.caller.mode} is open. */
    OPEN,
    /** Asked for and not given. */
    NONE,
    /** The gateway's secret header. */
    GATEWAY_SECRET,
    /** The immediate peer is a trusted proxy. */
    TRUSTED_PROXY,
    /** The gateway's secret header, from a trusted proxy. */
    GATEWAY_SECRET_AND_TRUSTED_PROXY,
    /** A bearer token of the identity provider. */
    BEARER_TOKEN;

    /** As it stands in logs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
