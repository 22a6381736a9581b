package io.korests.playground;

import io.korests.CallerProperties;
import io.korests.RequestClaim;
import io.korests.client.ClaimPolicy;
import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.key.EncryptionKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page has to know to ask and to explain: nothing that a caller could not find out by asking for tokens.
 *
 * @param callerMode open, gateway or oidc
 * @param defaultClient the client id of requests that name none, or null
 */
record PublicFacts(@Nullable String callerMode, @Nullable String defaultClient, List<Client> clients) {

    static PublicFacts about(CallerProperties.@Nullable Mode mode, ClientRegistry apps) {
        ClientApp standard = apps.find(null);
        return new PublicFacts(
                mode == null ? null : mode.name().toLowerCase(Locale.ROOT),
                standard == null ? null : standard.clientId(),
                apps.current().apps().stream().map(Client::of).toList());
    }

    /**
     * A client.
     *
     * @param name its local name, which is part of its property names
     * @param algorithm of the signature
     * @param audiences the one that tokens have, and after it those that a request may choose instead
     * @param lifetime of a token, in seconds
     * @param oneUse whether a token has an id, which makes it good for one use
     * @param allowedClaims those a request may set
     * @param fixedClaims those the configuration sets; the names, not the values
     * @param encryption null where tokens are signed only
     */
    record Client(
            String name,
            String clientId,
            String algorithm,
            List<String> audiences,
            long lifetime,
            boolean oneUse,
            boolean anonymous,
            List<String> allowedClaims,
            List<String> fixedClaims,
            @Nullable Encryption encryption) {

        private static Client of(ClientApp app) {
            ClaimPolicy policy = app.policy();
            return new Client(
                    app.name(),
                    app.clientId(),
                    app.signingKey().algorithm().toString(),
                    audiences(policy),
                    policy.lifetime().toSeconds(),
                    policy.jti(),
                    policy.anonymous(),
                    names(policy.allowed()),
                    names(policy.fixed().keySet()),
                    Encryption.of(app.encryption()));
        }

        private static List<String> audiences(ClaimPolicy policy) {
            return Stream.concat(Stream.of(policy.audience()), policy.allowedAudiences().stream())
                    .distinct()
                    .toList();
        }

        private static List<String> names(Collection<RequestClaim> claims) {
            return claims.stream().sorted().map(RequestClaim::claimName).toList();
        }
    }

    /** How tokens are encrypted, as it stands in the header of each. */
    record Encryption(String algorithm, String method) {

        private static @Nullable Encryption of(@Nullable EncryptionKey key) {
            return key == null
                    ? null
                    : new Encryption(key.algorithm().toString(), key.method().toString());
        }
    }
}
