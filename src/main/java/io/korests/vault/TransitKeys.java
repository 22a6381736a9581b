package io.korests.vault;

import io.korests.key.Pem;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import io.korests.vault.TransitAlgorithm.TransitKey;
import io.korests.vault.VaultFailedException.Trouble;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.support.VaultResponse;
import org.springframework.vault.support.VaultTransitKey;

/**
 * Signing keys that stay in Vault's Transit engine (https://developer.hashicorp.com/vault/api-docs/secret/transit): the public half
 * is read, the private half is only asked to sign. So many signatures wait for Vault at a time and no more, and none for longer
 * than a deadline.
 */
public final class TransitKeys {
    private static final int LEAST_RSA_BITS = 2048;
    static final int MOST_SIGNATURES = 32;
    /** While a caller waits. */
    private static final Duration SIGNATURE_TIME = Duration.ofMillis(2_500);

    private final @Nullable VaultOperations vault;
    private final VaultCalls signatures;
    private final VaultCalls.Reading reading;
    private final ApplicationEventPublisher events;
    private final Map<String, Optional<VaultTransitKey>> read = new HashMap<>();
    private int lastReading;

    /** @param vault null where Vault is not set up */
    TransitKeys(
            @Nullable VaultOperations vault,
            VaultCalls signatures,
            VaultCalls.Reading reading,
            ApplicationEventPublisher events) {
        this.vault = vault;
        this.signatures = signatures;
        this.reading = reading;
        this.events = events;
    }

    /** Vault's key is no longer the one that was read. */
    public record Changed() {}

    void changed() {
        events.publishEvent(new Changed());
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
        VaultTransitKey found = read(mount, name);
        RSAPublicKey publicKey = publicKey(found);
        TransitKey key = new TransitKey(mount, name, found.getLatestVersion(), publicKey);
        TransitAlgorithm signer = new TransitAlgorithm(algorithm, this);
        probe(signer, key);
        return SigningKey.of(algorithm, key, signer, SigningKey.Description.ofRsa("transit", publicKey, keyId));
    }

    private VaultTransitKey read(String mount, String name) {
        String path = mount + "/keys/" + name;
        try {
            return once(path, () -> vault().opsForTransit(mount).getKey(name))
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

    private static RSAPublicKey publicKey(VaultTransitKey key) {
        String type = String.valueOf(key.getType());
        if (!type.startsWith("rsa-")) {
            throw new IllegalArgumentException("transit names a key of type " + type.replaceAll("[^a-z0-9-]", "")
                    + ": RS256 and RS512 need rsa-2048, rsa-3072 or rsa-4096");
        }
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

    private static @Nullable Object rsa(String text) {
        try {
            return Pem.find(text).map(Pem::publicKey).orElse(null);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private void probe(TransitAlgorithm signer, TransitKey key) {
        byte[] input = {};
        try {
            if (!signer.verifies(key, input, reading.ask(() -> signer.sign(key, input)))) {
                throw new IllegalArgumentException("transit names a key whose signatures do not verify: check the key");
            }
        } catch (VaultFailedException failure) {
            throw unusable(failure, "update on " + key.mount() + "/sign/" + key.name() + "/*");
        }
    }

    private static IllegalArgumentException unusable(VaultFailedException failure, String right) {
        return new IllegalArgumentException(
                "transit cannot be used: " + failure.getMessage() + "; its policy needs " + right);
    }

    /**
     * Has Vault sign. {@code VaultTransitOperations} does not take the version of the key, and PUT, which Vault takes for POST
     * (https://developer.hashicorp.com/vault/api-docs), is sent again where a pooled connection turns out to be closed.
     *
     * @return as Vault writes it, or empty if its answer has none
     * @throws VaultFailedException if Vault does not answer as it should, or not in time
     */
    String sign(String path, Map<String, Object> request) {
        VaultResponse answer = signatures.<@Nullable VaultResponse>within(
                SIGNATURE_TIME,
                () -> vault().doWithSession(rest ->
                                rest.exchange(path, HttpMethod.PUT, new HttpEntity<>(request), VaultResponse.class))
                        .getBody());
        Map<String, Object> data = answer == null ? null : answer.getData();
        return data != null && data.get("signature") instanceof String signature ? signature : "";
    }

    private VaultOperations vault() {
        if (vault == null) {
            throw new VaultFailedException(Trouble.NOT_SET_UP, null);
        }
        return vault;
    }
}
