package io.korests;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may ask, and how callers are authenticated.
 *
 * @param mode open, gateway or oidc; there is no default, because it decides who may read whose conversation
 * @param gateway for mode gateway
 * @param oidc for mode oidc
 */
public record CallerProperties(
        @NotNull(
                message = "is not set: set it to gateway (a gateway names the user in a header),"
                        + " oidc (the caller brings a token of your identity provider),"
                        + " or open (anyone may ask for anyone; for development)")
        @Nullable
        Mode mode,

        @DefaultValue @Valid Gateway gateway,
        @DefaultValue @Valid Oidc oidc) {
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    public CallerProperties {
        if (mode == Mode.GATEWAY
                && gateway.secret() == null
                && gateway.trustedProxies().isEmpty()) {
            throw new WrongPropertyException("gateway needs proof that the gateway sent the identity:"
                    + " set sts.caller.gateway.secret, sts.caller.gateway.trusted-proxies, or both");
        }
    }

    /**
     * The gateway that signs users on.
     *
     * @param identityHeader the header in which it names the user
     * @param secretHeader the header in which it sends the secret
     * @param secret shows that the gateway sent the request; at least 16 characters
     * @param previousSecret accepted as well, while the gateway changes from one secret to the next
     * @param trustedProxies addresses or CIDR ranges of immediate peers whose identity header is believed
     * @param requestIdHeader the header in which it names the request, for the audit log
     */
    public record Gateway(
            @DefaultValue("X-Forwarded-User") String identityHeader,
            @DefaultValue("X-Gateway-Secret") String secretHeader,
            @Size(min = 16, message = TOO_SHORT) @Nullable String secret,
            @Size(min = 16, message = TOO_SHORT) @Nullable String previousSecret,
            @DefaultValue List<String> trustedProxies,
            @DefaultValue("X-Request-Id") String requestIdHeader) {
        private static final String TOO_SHORT =
                "has fewer than 16 characters: make one with, for instance, openssl rand -base64 24";

        public Gateway {
            secret = ClientProperties.blankToNull(secret);
            previousSecret = ClientProperties.blankToNull(previousSecret);
            if (previousSecret != null && secret == null) {
                throw new WrongPropertyException("previous-secret is set without secret: set both, or secret alone");
            }
            trustedProxies = List.copyOf(trustedProxies);
        }

        /** Redacts the secrets. */
        @Override
        public String toString() {
            return "Gateway[" + identityHeader + ']';
        }
    }

    /**
     * Tokens of the identity provider. Its issuer or key set are set at spring.security.oauth2.resourceserver.jwt.*
     *
     * @param identityClaim the claim whose text is the identity
     * @param clockSkew how far the provider's clock may differ from this one's
     */
    public record Oidc(
            @DefaultValue("email") String identityClaim,
            @DefaultValue("60s") Duration clockSkew) {
        public Oidc {
            if (clockSkew.isNegative() || clockSkew.compareTo(MOST_SKEW) > 0) {
                throw new WrongPropertyException("oidc.clock-skew must be at least 0s and at most 5m");
            }
        }
    }

    /** Who may say for whom a token is made. */
    public enum Mode {
        /** Whoever can reach the service may name any identity. */
        OPEN,
        /** A gateway in front signs users on and names the identity in a header. */
        GATEWAY,
        /** The caller brings a bearer token of an OpenID Connect provider. */
        OIDC
    }
}
