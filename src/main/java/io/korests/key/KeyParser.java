package io.korests.key;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a {@code client-secret} or a {@code private-key} into a {@link SigningKey}. Every complaint is an {@link
 * IllegalArgumentException} with one sentence that begins with the property's name and says nothing of its content.
 */
public final class KeyParser {

    private static final int LEAST_SECRET_BYTES = 32;
    static final int LEAST_RSA_BITS = 2048;

    private KeyParser() {}

    /**
     * An HMAC key: the secret's text as UTF-8 bytes, not base64-decoded, as Kore's platform takes it.
     *
     * @param clientId salts the fingerprint
     * @throws IllegalArgumentException if the algorithm is not an HMAC or the secret is shorter than 32 bytes
     */
    public static SigningKey secret(
            SigningAlgorithm algorithm, String secret, String clientId, @Nullable String keyId) {
        if (!algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with an RSA key: set private-key or transit, not client-secret");
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("client-secret has " + bytes.length + " bytes, which is too weak: "
                    + algorithm + " needs at least " + LEAST_SECRET_BYTES
                    + "; use the secret exactly as the Kore console shows it");
        }
        SecretKey key = new SecretKeySpec(padded(bytes, algorithm), algorithm.jcaName());
        KeyDescription description =
                new KeyDescription("client-secret", 8 * bytes.length, Fingerprint.of(key, clientId), keyId, null);
        return SigningKey.ofSecret(algorithm, key, description);
    }

    /**
     * HMAC pads a key shorter than its block with zero bytes itself (RFC 2104 §2), so the padding changes no signature; it
     * lets Kore's 44-character secrets pass JJWT's demand of 512 bits for HS512.
     */
    private static byte[] padded(byte[] secret, SigningAlgorithm algorithm) {
        return secret.length >= algorithm.hashBytes() ? secret : Arrays.copyOf(secret, algorithm.hashBytes());
    }

    /**
     * An RSA key from PEM, PKCS#8 or PKCS#1, on several lines or on one with {@code \n} in it.
     *
     * @throws IllegalArgumentException if the algorithm is not an RSA signature, or the text is not an unencrypted RSA
     *     private key of at least 2048 bits
     */
    public static SigningKey rsa(SigningAlgorithm algorithm, String pem, @Nullable String keyId) {
        if (algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with a secret: set client-secret, not private-key");
        }
        RSAPrivateCrtKey key = PrivateKeyPem.parse(pem);
        RSAPublicKey publicKey = RsaKeys.publicHalf(key);
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("private-key is an RSA key of " + bits + " bits: at least "
                    + LEAST_RSA_BITS + " are needed (RFC 7518 §3.3)");
        }
        RsaKeys.requireWhole(key);
        KeyDescription description = KeyDescription.ofRsa("private-key", publicKey, keyId);
        return SigningKey.ofRsa(algorithm, key, description);
    }
}
