package io.korests.vault;

import io.korests.key.Pem;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.vault.TransitAlgorithm.TransitKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.vault.support.VaultTransitKey;

/**
 * Opens signing keys that stay in Vault's Transit engine (https://developer.hashicorp.com/vault/api-docs/secret/transit): the
 * public half is read, the private half is only asked to sign.
 */
public final class TransitKeys {

    private static final int LEAST_RSA_BITS = 2048;

    private final TransitCalls calls;
    private final VaultReading reading;
    private final Map<String, Optional<VaultTransitKey>> read = new HashMap<>();
    private int lastReading;

    TransitKeys(TransitCalls calls, VaultReading reading) {
        this.calls = calls;
        this.reading = reading;
    }

    /** Where there is no Vault: no key can be opened. */
    public static TransitKeys none() {
        VaultLogin login = new VaultLogin(null);
        return new TransitKeys(
                new TransitCalls(null, login),
                VaultReading.of(login, new VaultProperties(), VaultConfiguration.NANO_TIME));
    }

    /**
     * Reads the newest version of the key, once for all clients of a refresh, and has it sign once.
     *
     * @throws IllegalArgumentException if there is no such key, it is not RSA, or a right is missing; the message begins with
     *     the property's name
     */
    public SigningKey open(SigningAlgorithm algorithm, String mount, String name, @Nullable String keyId) {
        if (algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with a secret: set client-secret, not transit");
        }
        VaultTransitKey key = read(mount, name);
        requireRsa(key);
        RSAPublicKey publicKey = publicKey(key);
        SigningKey signingKey = SigningKey.ofRemoteRsa(
                algorithm,
                new TransitKey(mount, name, key.getLatestVersion()),
                new TransitAlgorithm(algorithm, calls),
                SigningKey.Description.ofRsa("transit", publicKey, keyId));
        probe(signingKey, mount, name);
        return signingKey;
    }

    private VaultTransitKey read(String mount, String name) {
        String path = mount + "/keys/" + name;
        try {
            return once(path, calls.key(mount, name))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "transit names a key that does not exist in Vault: check transit.mount and transit.key, or make"
                                    + " it with: vault write -f " + path + " type=rsa-2048"));
        } catch (VaultFailedException failure) {
            throw unusable(failure, "read on " + path);
        }
    }

    private synchronized Optional<VaultTransitKey> once(String path, Supplier<@Nullable VaultTransitKey> key) {
        if (lastReading != reading.number()) {
            lastReading = reading.number();
            read.clear();
        }
        Optional<VaultTransitKey> known = read.get(path);
        if (known == null) {
            known = Optional.ofNullable(reading.ask(key));
            read.put(path, known);
        }
        return known;
    }

    private static void requireRsa(VaultTransitKey key) {
        String type = String.valueOf(key.getType());
        if (!type.startsWith("rsa-")) {
            throw new IllegalArgumentException("transit names a key of type " + type.replaceAll("[^a-z0-9-]", "")
                    + ": RS256 and RS512 need rsa-2048, rsa-3072 or rsa-4096");
        }
    }

    private static RSAPublicKey publicKey(VaultTransitKey key) {
        Map<String, Object> versions = key.getKeys();
        if (versions != null
                && versions.get(Integer.toString(key.getLatestVersion())) instanceof Map<?, ?> newest
                && newest.get("public_key") instanceof String text
                && rsa(text) instanceof RSAPublicKey publicKey
                && publicKey.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return publicKey;
        }
        throw new IllegalArgumentException(
                "transit names a key whose public half Vault does not show as RSA of at least 2048 bits: check the key");
    }

    private static @Nullable PublicKey rsa(String text) {
        try {
            return Pem.find(text).map(Pem::publicKey).orElse(null);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private void probe(SigningKey key, String mount, String name) {
        try {
            if (!reading.ask(key::signsVerifiably)) {
                throw new IllegalArgumentException("transit names a key whose signatures do not verify: check the key");
            }
        } catch (VaultFailedException failure) {
            throw unusable(failure, "update on " + mount + "/sign/" + name + "/*");
        }
    }

    private static IllegalArgumentException unusable(VaultFailedException failure, String right) {
        return new IllegalArgumentException(
                "transit cannot be used: " + failure.getMessage() + "; its policy needs " + right);
    }
}
