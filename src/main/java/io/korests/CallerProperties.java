package io.korests;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may ask, and how callers are authenticated.
 *
 * @param mode open, gateway or oidc; there is no default, because it decides who may read whose conversation
 * @param ignoreCase whether an identity in the body may differ from the proven one in letter case
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

        @DefaultValue("false") boolean ignoreCase,
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
     * @param identityPrefix what it puts before the user, such as accounts.google.com: which is removed
     * @param secretHeader the header in which it sends the secret
     * @param secret shows that the gateway sent the request; at least 16 characters
     * @param previousSecret accepted as well, while the gateway changes from one secret to the next
     * @param trustedProxies addresses or CIDR ranges of immediate peers whose identity header is believed
     * @param requestIdHeader the header in which it names the request, for the audit log
     */
    public record Gateway(
            @DefaultValue("X-Forwarded-User") @Pattern(regexp = HEADER, message = NO_HEADER)
            String identityHeader,

            @Nullable String identityPrefix,

            @DefaultValue("X-Gateway-Secret") @Pattern(regexp = HEADER, message = NO_HEADER)
            String secretHeader,

            @Size(min = 16, message = TOO_SHORT) @Nullable String secret,
            @Size(min = 16, message = TOO_SHORT) @Nullable String previousSecret,
            @DefaultValue List<String> trustedProxies,

            @DefaultValue("X-Request-Id") @Pattern(regexp = HEADER, message = NO_HEADER)
            String requestIdHeader) {
        /** RFC 9110 §5.1. */
        private static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

        private static final String NO_HEADER = "is not the name of a header: write, for instance, X-Forwarded-User";

        private static final String FROM_EVERY_CLIENT = "(?i)(accept|access-control|content|if|proxy|sec)-.*|accept|"
                + "authorization|baggage|cache-control|connection|cookie|date|dnt|expect|forwarded|host|keep-alive|origin|"
                + "pragma|priority|range|referer|te|traceparent|tracestate|trailer|transfer-encoding|upgrade|"
                + "upgrade-insecure-requests|user-agent|via|x-forwarded-(for|host|port|proto)|x-real-ip|x-requested-with";

        /** Wider than any private network: IPv4 under /8, IPv6 under /7. */
        private static final String NEARLY_EVERYONE = "[^:]*/0*[0-7]|.*:.*/0*[0-6]";

        private static final String TOO_SHORT =
                "has fewer than 16 characters: make one with, for instance, openssl rand -base64 24";

        public Gateway {
            identityPrefix = ClientProperties.blankToNull(identityPrefix);
            secret = ClientProperties.oneLine(secret);
            previousSecret = ClientProperties.oneLine(previousSecret);
            requireOwnHeaders(identityHeader, secretHeader, requestIdHeader);
            if (previousSecret != null && secret == null) {
                throw new WrongPropertyException("previous-secret is set without secret: set both, or secret alone");
            }
            trustedProxies = List.copyOf(trustedProxies);
            if (secret == null && trustsNearlyEveryone(trustedProxies)) {
                throw new WrongPropertyException(
                        "trusted-proxies takes in nearly every address, so that anyone could name"
                                + " the user: list the gateway's own addresses, or set sts.caller.gateway.secret as well");
            }
        }

        private static void requireOwnHeaders(String identity, String secret, String requestId) {
            if (identity.matches(FROM_EVERY_CLIENT)) {
                throw new WrongPropertyException("identity-header is a header that every client may send:"
                        + " choose one that only the gateway sets, for instance X-Forwarded-User");
            }
            if (identity.equalsIgnoreCase(secret)
                    || identity.equalsIgnoreCase(requestId)
                    || secret.equalsIgnoreCase(requestId)) {
                throw new WrongPropertyException(
                        "identity-header, secret-header and request-id-header must be three different headers");
            }
        }

        /** Whether the peer's address proves nothing. */
        public boolean trustsNearlyEveryone() {
            return trustsNearlyEveryone(trustedProxies);
        }

        private static boolean trustsNearlyEveryone(List<String> proxies) {
            return proxies.stream().anyMatch(range -> range.strip().matches(NEARLY_EVERYONE));
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
     * @param identityClaim the claims whose text is the identity, in order of preference: the first that a token has counts
     * @param trustUnverifiedEmail whether the claim email counts without email_verified, which lets whoever may edit their own
     *     address at the provider be anyone
     * @param clockSkew how far the provider's clock may differ from this one's
     * @param sslBundle the name under spring.ssl.bundle of the certificates by which the provider is trusted
     */
    public record Oidc(
            @DefaultValue("email") List<String> identityClaim,
            @DefaultValue("false") boolean trustUnverifiedEmail,
            @DefaultValue("60s") Duration clockSkew,
            @Nullable String sslBundle) {
        public Oidc {
            if (identityClaim.isEmpty() || identityClaim.stream().anyMatch(String::isBlank)) {
                throw new WrongPropertyException(
                        "identity-claim has a blank entry: set it to the claims that name the user,"
                                + " such as email, or preferred_username, sub");
            }
            if (clockSkew.isNegative() || clockSkew.compareTo(MOST_SKEW) > 0) {
                throw new WrongPropertyException("clock-skew must be at least 0s and at most 5m");
            }
            identityClaim = List.copyOf(identityClaim);
            sslBundle = ClientProperties.blankToNull(sslBundle);
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
