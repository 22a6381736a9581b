package io.korests.key;

import io.jsonwebtoken.security.Jwks;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a key that signs tokens, as it is published. It has no place for a private part.
 *
 * @param keyId the {@code kid} of the tokens, or the key's thumbprint (RFC 7638) where they carry none
 */
public record PublicJwk(SigningAlgorithm algorithm, String keyId, RSAPublicKey publicKey) {

    /** @return null for an HMAC secret, which has no public half */
    public static @Nullable PublicJwk of(SigningKey key) {
        KeyDescription description = key.description();
        RSAPublicKey publicKey = description.publicKey();
        if (publicKey == null) {
            return null;
        }
        String keyId = description.keyId();
        return new PublicJwk(key.algorithm(), keyId != null ? keyId : description.fingerprint(), publicKey);
    }

    /** The same key under its thumbprint, which no other key has. */
    public PublicJwk byThumbprint() {
        return new PublicJwk(algorithm, thumbprint(publicKey), publicKey);
    }

    /** RFC 7638, with SHA-256, base64url. */
    static String thumbprint(RSAPublicKey key) {
        return Jwks.builder().key(key).build().thumbprint().toString();
    }

    /** A JWK (RFC 7517 §4, RFC 7518 §6.3.1). */
    public String json() {
        return Jwks.json(Jwks.builder()
                .key(publicKey)
                .publicKeyUse("sig")
                .algorithm(algorithm.name())
                .id(keyId)
                .build());
    }

    /** PEM, {@code PUBLIC KEY} (RFC 7468 §13), with a line break at the end. */
    public String pem() {
        return Pem.of(publicKey).text();
    }
}
