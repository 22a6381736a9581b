package io.korests.vault;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of Transit keys that the fake makes.
 *
 * @see <a href="https://developer.hashicorp.com/vault/docs/secrets/transit#key-types">Key types</a>
 */
enum TransitKeyType {
    RSA_2048("rsa-2048", "RSA", 2048),
    RSA_3072("rsa-3072", "RSA", 3072),
    RSA_4096("rsa-4096", "RSA", 4096),
    ECDSA_P256("ecdsa-p256", "EC", 256),
    ED25519("ed25519", "Ed25519", 0),
    AES256_GCM96("aes256-gcm96", "", 0);

    private final String text;
    private final String algorithm;
    private final int size;

    TransitKeyType(String text, String algorithm, int size) {
        this.text = text;
        this.algorithm = algorithm;
        this.size = size;
    }

    static Optional<TransitKeyType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findAny();
    }

    @Override
    public String toString() {
        return text;
    }

    boolean signs() {
        return !algorithm.isEmpty();
    }

    boolean isRsa() {
        return algorithm.equals("RSA");
    }

    /** A fresh pair, null for a type that has no public half. */
    @Nullable
    KeyPair generate() {
        if (!signs()) {
            return null;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Vault shows as {@code public_key}: PEM, but the bare 32 bytes in base64 for Ed25519. */
    String encode(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (this == ED25519) {
            return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        }
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    }

    /** What Vault shows as the name of a key version. */
    String versionName() {
        return this == ECDSA_P256 ? "P-256" : text;
    }
}
