package io.korests.vault;

import io.korests.key.Pem;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.vault.TransitAlgorithm.TransitKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.core.VaultOperations;

/**
 * Opens signing keys that stay in Vault's Transit engine (https://developer.hashicorp.com/vault/api-docs/secret/transit): the
 * public half is read, the private half is only asked to sign.
 */
public final class TransitKeys {

    private static final int LEAST_RSA_BITS = 2048;

    private final TransitCalls calls;

    /** @param vault null where Vault is not configured */
    public TransitKeys(@Nullable VaultOperations vault) {
        this(vault, new VaultLogin(null));
    }

    TransitKeys(@Nullable VaultOperations vault, VaultLogin login) {
        this.calls = new TransitCalls(vault, login);
    }

    /**
     * Reads the newest version of the key and has it sign once.
     *
     * @throws IllegalArgumentException if there is no such key, it is not RSA, or a right is missing; the sentence begins with
     *     the property's name
     */
    public SigningKey open(SigningAlgorithm algorithm, String mount, String name, @Nullable String keyId) {
        if (algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with a secret: set client-secret, not transit");
        }
        Map<String, Object> key = read(mount, name);
        requireRsa(key);
        int version = ((Number) Objects.requireNonNull(key.get("latest_version"))).intValue();
        RSAPublicKey publicKey = publicKey(key, version);
        SigningKey signingKey = SigningKey.ofRemoteRsa(
                algorithm,
                new TransitKey(mount, name, version),
                new TransitAlgorithm(algorithm, calls),
                SigningKey.Description.ofRsa("transit", publicKey, keyId));
        probe(signingKey, mount, name);
        return signingKey;
    }

    private Map<String, Object> read(String mount, String name) {
        Map<String, Object> key;
        try {
            key = calls.read(mount + "/keys/" + name);
        } catch (RuntimeException failure) {
            throw trouble(failure, "read on " + mount + "/keys/" + name);
        }
        if (key == null) {
            throw new IllegalArgumentException(
                    "transit names a key that does not exist in Vault: check transit.mount and"
                            + " transit.key, or make it with: vault write -f " + mount + "/keys/" + name
                            + " type=rsa-2048");
        }
        return key;
    }

    private static void requireRsa(Map<String, Object> key) {
        String type = String.valueOf(key.get("type"));
        if (!type.startsWith("rsa-")) {
            throw new IllegalArgumentException("transit names a key of type " + type.replaceAll("[^a-z0-9-]", "")
                    + ": RS256 and RS512 need rsa-2048, rsa-3072 or rsa-4096");
        }
    }

    private static RSAPublicKey publicKey(Map<String, Object> key, int version) {
        if (key.get("keys") instanceof Map<?, ?> versions
                && versions.get(Integer.toString(version)) instanceof Map<?, ?> newest
                && newest.get("public_key") instanceof String text
                && Pem.find(text).map(Pem::publicKey).orElse(null) instanceof RSAPublicKey publicKey
                && publicKey.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return publicKey;
        }
        throw new IllegalArgumentException(
                "transit names a key whose public half Vault does not show as RSA of at least 2048 bits: check the key");
    }

    private static void probe(SigningKey key, String mount, String name) {
        try {
            if (!key.signsVerifiably()) {
                throw new IllegalArgumentException("transit names a key whose signatures do not verify: check the key");
            }
        } catch (IllegalArgumentException wrong) {
            throw wrong;
        } catch (RuntimeException failure) {
            throw trouble(failure, "update on " + mount + "/sign/" + name + "/*");
        }
    }

    private static IllegalArgumentException trouble(RuntimeException failure, String right) {
        String sentence = VaultErrors.isIn(failure) ? VaultErrors.describe(failure) : "Vault does not answer in time";
        return new IllegalArgumentException("transit cannot be used: " + sentence + "; its policy needs " + right);
    }
}
