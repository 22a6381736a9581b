package io.korests.key;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kore's public key: a JWK (RFC 7517), as the Kore console shows it, or PEM. Every complaint is an {@link
 * IllegalArgumentException} whose sentence begins with the property's name and quotes nothing of its value, which may be a
 * private key pasted by mistake.
 */
public final class EncryptionKeyParser {

    private EncryptionKeyParser() {}

    /**
     * @param text a JWK, or PEM on several lines or on one with {@code \n}
     * @param keyId the key id for a key that brings none of its own; a JWK's {@code kid} must not differ from it
     * @throws IllegalArgumentException if the text is not a public RSA key of at least 2048 bits that may encrypt, or has no
     *     key id
     */
    public static EncryptionKey parse(
            String text,
            @Nullable String keyId,
            KeyEncryption algorithm,
            ContentEncryption method,
            boolean contentType) {
        boolean isJwk = text.strip().startsWith("{");
        EncryptionJwk jwk = isJwk ? EncryptionJwk.parse(text) : null;
        RSAPublicKey key = requireStrong(jwk != null ? jwk.publicKey() : EncryptionPem.parse(text));
        String kid = jwk != null ? keyIdOf(jwk, keyId) : keyIdOfPem(keyId);
        EncryptionKey encryption = new EncryptionKey(key, kid, algorithm, method, contentType);
        requireUsable(encryption);
        return encryption;
    }

    private static String keyIdOf(EncryptionJwk jwk, @Nullable String configured) {
        String own = jwk.keyId();
        if (own == null) {
            if (configured == null) {
                throw new IllegalArgumentException("public-key is a JWK without kid, by which the platform finds its"
                        + " private key: use the JWK exactly as the Kore console shows it, or set key-id");
            }
            return configured;
        }
        if (configured != null && !configured.equals(own)) {
            throw new IllegalArgumentException(
                    "key-id differs from the kid of the JWK in public-key: leave key-id out");
        }
        return own;
    }

    private static String keyIdOfPem(@Nullable String configured) {
        if (configured == null) {
            throw new IllegalArgumentException("key-id is not set, and a public-key in PEM has none of its own:"
                    + " set it to the kid that the Kore console shows, or use the JWK");
        }
        return configured;
    }

    private static RSAPublicKey requireStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa) || !key.getAlgorithm().equals("RSA")) {
            throw notRsa();
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < KeyParser.LEAST_RSA_BITS) {
            throw new IllegalArgumentException("public-key is an RSA key of " + bits + " bits: at least "
                    + KeyParser.LEAST_RSA_BITS + " are needed (RFC 7518 §4.2 and §4.3)");
        }
        return rsa;
    }

    static IllegalArgumentException notRsa() {
        return new IllegalArgumentException(
                "public-key is not an RSA key: RSA-OAEP and RSA1_5 encrypt to RSA keys only");
    }

    /** Encrypts once: a key with which the Java runtime cannot do so would otherwise show at the first request. */
    private static void requireUsable(EncryptionKey key) {
        try {
            key.encrypt("kore-sts");
        } catch (RuntimeException exception) {
            throw new IllegalArgumentException("public-key is damaged: this Java runtime cannot encrypt to it");
        }
    }
}
