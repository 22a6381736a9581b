package io.korests.client;

import io.korests.ClientProperties;
import io.korests.ClientProperties.ClaimNames;
import io.korests.PlatformProperties;
import io.korests.RequestClaim;
import io.korests.config.ConfigurationErrors;
import io.korests.config.SecureAddress;
import io.korests.config.WrongConfigurationException;
import io.korests.json.JsonObject;
import io.korests.key.EncryptionKey;
import io.korests.key.EncryptionKeyLoader;
import io.korests.key.KeyLoader;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.vault.TransitKeys;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kore app that tokens can be signed for: every key opened, every setting checked.
 *
 * @param name the local name; metric tag and log field
 * @param clientId the {@code iss} of its tokens
 * @param encryption null for tokens that are signed only
 * @param platform where a token can be tried, or null
 */
public record ClientApp(
        String name,
        String clientId,
        SigningKey signingKey,
        ClaimPolicy policy,
        @Nullable EncryptionKey encryption,
        @Nullable PlatformProperties platform) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    /**
     * @param properties that were validated
     * @throws WrongConfigurationException naming the property, if the client cannot be served
     */
    static ClientApp open(String name, ClientProperties properties, TransitKeys transitKeys) {
        if (!NAME.matcher(name).matches()) {
            throw new WrongConfigurationException("sts.clients has a name with other characters than a-z and 0-9:"
                    + " rename that client, so that an environment variable can spell it and a metric can carry it");
        }
        try {
            String clientId = Objects.requireNonNull(properties.clientId());
            SigningKey key = signingKey(clientId, properties, transitKeys);
            EncryptionKey encryption = encryption(properties.encryption());
            PlatformProperties platform = properties.platform();
            if (platform != null && !SecureAddress.isAllowed(Objects.requireNonNull(platform.apiUrl()))) {
                throw new IllegalArgumentException("platform.api-url is neither an https address nor a loopback one:"
                        + " set it to the koreAPIUrl of the page, such as https://bots.kore.ai/api/");
            }
            return new ClientApp(name, clientId, key, ClaimPolicy.of(properties), encryption, platform);
        } catch (IllegalArgumentException exception) {
            throw new WrongConfigurationException(ConfigurationErrors.about("sts.clients." + name, exception));
        }
    }

    private static SigningKey signingKey(String clientId, ClientProperties properties, TransitKeys transitKeys) {
        SigningAlgorithm algorithm = Objects.requireNonNull(properties.algorithm());
        String secret = properties.clientSecret();
        if (secret != null) {
            return KeyLoader.secret(algorithm, secret, clientId, properties.keyId());
        }
        if (properties.privateKey() != null) {
            return KeyLoader.rsa(algorithm, properties.privateKey(), properties.keyId());
        }
        ClientProperties.Transit transit = Objects.requireNonNull(properties.transit());
        return transitKeys.open(algorithm, transit.mount(), Objects.requireNonNull(transit.key()), properties.keyId());
    }

    private static @Nullable EncryptionKey encryption(ClientProperties.@Nullable Encryption encryption) {
        if (encryption == null) {
            return null;
        }
        try {
            return EncryptionKeyLoader.load(
                    Objects.requireNonNull(encryption.publicKey()),
                    encryption.keyId(),
                    encryption.algorithm(),
                    encryption.method(),
                    encryption.contentType());
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException("encryption." + exception.getMessage());
        }
    }

    /** Null where the key has no id, or is no RSA key. */
    @Nullable
    String publishedKeyId() {
        return signingKey.publicKey() == null ? null : signingKey.description().keyId();
    }

    /** Compares what is public of the keys. */
    boolean hasSameKeyAs(ClientApp other) {
        return signingKey.description().equals(other.signingKey.description());
    }

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
}
