package io.korests.key;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kore's public key: a JWK (RFC 7517), as the Kore console shows it, or PEM. Every refusal is an {@link
 * IllegalArgumentException} whose message begins with the property's name and quotes nothing of its value, which may be a
 * private key pasted by mistake.
 */
public final class EncryptionKeyLoader {

    private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

    private EncryptionKeyLoader() {}

    /**
     * @param text a JWK, or PEM on several lines or on one with {@code \n}
     * @param keyId the key id for a key that brings none of its own; a JWK's {@code kid} must not differ from it
     * @throws IllegalArgumentException if the text is not a public RSA key of at least 2048 bits that may encrypt, or has no
     *     key id
     */
    public static EncryptionKey load(
            String text,
            @Nullable String keyId,
            KeyEncryption algorithm,
            ContentEncryption method,
            boolean contentType) {
        EncryptionJwk jwk = text.strip().startsWith("{") ? EncryptionJwk.parse(text) : null;
        RSAPublicKey key = requireStrong(jwk != null ? jwk.publicKey() : pem(text));
        String kid = jwk != null ? keyIdOf(jwk, keyId) : keyIdOfPem(keyId);
        EncryptionKey encryption = new EncryptionKey(key, kid, algorithm, method, contentType);
        requireUsable(encryption);
        return encryption;
    }

    private static PublicKey pem(String text) {
        if (PRIVATE.matcher(text).find()) {
            throw disclosed();
        }
        Pem pem = Pem.find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "public-key is neither a JWK nor PEM: paste the JWK that the Kore console shows"));
        return switch (pem.label()) {
            case "PUBLIC KEY" -> decode(pem);
            case "RSA PUBLIC KEY" ->
                throw otherKind("an RSA PUBLIC KEY (PKCS#1)", "openssl rsa -RSAPublicKey_in -pubout");
            case "CERTIFICATE" -> throw otherKind("a CERTIFICATE", "openssl x509 -pubkey -noout");
            default ->
                throw new IllegalArgumentException("public-key is a PEM block of another kind: PUBLIC KEY is needed");
        };
    }

    private static IllegalArgumentException otherKind(String what, String command) {
        return new IllegalArgumentException("public-key is a PEM block of another kind, " + what
                + ": PUBLIC KEY is needed, which this makes of it: " + command + " -in key.pem");
    }

    private static PublicKey decode(Pem pem) {
        PublicKey key;
        try {
            key = pem.publicKey();
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException("public-key is damaged: its PEM block is not base64");
        }
        if (key == null) {
            throw new IllegalArgumentException("public-key is damaged: its PEM block does not decode to a public key");
        }
        return key;
    }

    private static RSAPublicKey requireStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa) || !key.getAlgorithm().equals("RSA")) {
            throw notRsa();
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < KeyLoader.LEAST_RSA_BITS) {
            throw new IllegalArgumentException("public-key is an RSA key of " + bits + " bits: at least "
                    + KeyLoader.LEAST_RSA_BITS + " are needed (RFC 7518 §4.2 and §4.3)");
        }
        return rsa;
    }

    private static String keyIdOf(EncryptionJwk jwk, @Nullable String configured) {
        String own = jwk.keyId() != null ? jwk.keyId() : configured;
        if (own == null) {
            throw new IllegalArgumentException("public-key is a JWK without kid, by which the platform finds its"
                    + " private key: use the JWK exactly as the Kore console shows it, or set key-id");
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

    static IllegalArgumentException disclosed() {
        return new IllegalArgumentException("public-key holds a private or secret key: paste the public key only,"
                + " and treat the pasted one as disclosed");
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
