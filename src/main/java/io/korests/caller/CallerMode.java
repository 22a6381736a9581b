package io.korests.caller;

/** Who may say for whom a token is made. */
public enum CallerMode {
    /** Whoever can reach the service may name any identity. */
    OPEN,
    /** A gateway in front signs users on and names the identity in a header. */
    GATEWAY,
    /** The caller brings a bearer token of an OpenID Connect provider. */
    OIDC
}
