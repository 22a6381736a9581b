package io.korests.client;

import io.korests.ClientProperties;
import io.korests.RequestClaim;
import io.korests.config.ConfigurationErrors;
import io.korests.config.WrongConfigurationException;
import io.korests.json.JsonObject;
import io.korests.key.EncryptionKey;
import io.korests.key.EncryptionKeyLoader;
import io.korests.key.KeyLoader;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.vault.TransitKeys;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens the keys of one client and settles what its tokens say. */
final class ClientFactory {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private final TransitKeys transitKeys;

    ClientFactory(TransitKeys transitKeys) {
        this.transitKeys = transitKeys;
    }

    /** @throws WrongConfigurationException naming the property, if the client cannot be served */
    ClientApp create(String name, ClientProperties properties) {
        if (!NAME.matcher(name).matches()) {
            throw new WrongConfigurationException("sts.clients has a name with other characters than a-z and 0-9:"
                    + " rename that client, so that an environment variable can spell it and a metric can carry it");
        }
        try {
            String clientId = Objects.requireNonNull(properties.clientId());
            return new ClientApp(
                    name, clientId, signingKey(clientId, properties), policy(properties), encryption(properties));
        } catch (IllegalArgumentException exception) {
            throw new WrongConfigurationException(ConfigurationErrors.about("sts.clients." + name, exception));
        }
    }

    private SigningKey signingKey(String clientId, ClientProperties properties) {
        SigningAlgorithm algorithm = Objects.requireNonNull(properties.algorithm());
        String secret = properties.clientSecret();
        if (secret != null) {
            if (!secret.strip().equals(secret)) {
                throw new IllegalArgumentException("client-secret begins or ends with white space:"
                        + " store it exactly as the Kore console shows it, without a line break after it");
            }
            return KeyLoader.secret(algorithm, secret, clientId, properties.keyId());
        }
        String pem = properties.privateKey();
        if (pem != null) {
            return KeyLoader.rsa(algorithm, pem, properties.keyId());
        }
        ClientProperties.Transit transit = Objects.requireNonNull(properties.transit());
        return transitKeys.open(algorithm, transit.mount(), Objects.requireNonNull(transit.key()), properties.keyId());
    }

    private ClaimPolicy policy(ClientProperties properties) {
        Map<RequestClaim, JsonObject> fixed = new EnumMap<>(RequestClaim.class);
        fix(fixed, RequestClaim.PRIVATE_CLAIMS, "private-claims", properties.privateClaims(), properties);
        fix(fixed, RequestClaim.SECURE_CUSTOM_DATA, "secure-custom-data", properties.secureCustomData(), properties);
        return new ClaimPolicy(
                properties.audience(),
                properties.allowedAudiences(),
                properties.tokenLifetime(),
                properties.jti(),
                properties.claimNames(),
                properties.anonymous(),
                properties.allowedClaims(),
                Map.copyOf(fixed));
    }

    private static void fix(
            Map<RequestClaim, JsonObject> fixed,
            RequestClaim claim,
            String property,
            @Nullable String json,
            ClientProperties properties) {
        if (json == null) {
            return;
        }
        if (properties.allowedClaims().contains(claim)) {
            throw new IllegalArgumentException(
                    property + " is fixed here and listed in allowed-claims as well: choose one");
        }
        try {
            fixed.put(claim, new JsonObject(json));
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException(property + ' ' + exception.getMessage());
        }
    }

    private static @Nullable EncryptionKey encryption(ClientProperties properties) {
        ClientProperties.Encryption encryption = properties.encryption();
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
}
