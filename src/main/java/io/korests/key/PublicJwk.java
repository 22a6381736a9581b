package io.korests.key;

import io.jsonwebtoken.security.Jwks;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a signing key, for publication.
 *
 * @param keyId the {@code kid} of the tokens, or the key's thumbprint (RFC 7638) if they have none
 */
public record PublicJwk(SigningAlgorithm algorithm, String keyId, RSAPublicKey publicKey) {
    /** @return null for an HMAC secret, which has no public half */
    public static @Nullable PublicJwk of(SigningKey key) {
        RSAPublicKey publicKey = key.publicKey();
        if (publicKey == null) {
            return null;
        }
        String keyId = key.description().keyId();
        return new PublicJwk(key.algorithm(), keyId != null ? keyId : thumbprint(publicKey), publicKey);
    }

    /** The same key with its thumbprint, which is unique, as key id. */
    public PublicJwk byThumbprint() {
        return new PublicJwk(algorithm, thumbprint(publicKey), publicKey);
    }

    /** RFC 7638, with SHA-256, base64url. */
    static String thumbprint(RSAPublicKey key) {
        return Jwks.builder().key(key).build().thumbprint().toString();
    }

    /** RFC 7517 §4, RFC 7518 §6.3.1. */
    public String json() {
        return Jwks.json(Jwks.builder()
                .key(publicKey)
                .publicKeyUse("sig")
                .algorithm(algorithm.name())
                .id(keyId)
                .build());
    }

    /** A {@code PUBLIC KEY} block (RFC 7468 §13), with a line break at the end. */
    public String pem() {
        return Pem.of(publicKey).text();
    }
}
