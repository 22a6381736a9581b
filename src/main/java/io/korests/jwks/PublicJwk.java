package io.korests.jwks;

import io.jsonwebtoken.security.Jwks;
import io.korests.key.Pem;
import io.korests.key.SigningAlgorithm;
import io.korests.key.SigningKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a signing key, without the private one.
 *
 * @param keyId the {@code kid} of the tokens, or the thumbprint if they have none
 * @param thumbprint unique (RFC 7638)
 */
record PublicJwk(SigningAlgorithm algorithm, String keyId, String thumbprint, RSAPublicKey publicKey) {
    /** @return null for an HMAC secret, which has no public half */
    static @Nullable PublicJwk of(SigningKey key) {
        RSAPublicKey publicKey = key.publicKey();
        if (publicKey == null) {
            return null;
        }
        String thumbprint = key.description().fingerprint();
        String keyId = Objects.requireNonNullElse(key.description().keyId(), thumbprint);
        return new PublicJwk(key.algorithm(), keyId, thumbprint, publicKey);
    }

    PublicJwk byThumbprint() {
        return new PublicJwk(algorithm, thumbprint, thumbprint, publicKey);
    }

    /** RFC 7517 §4, RFC 7518 §6.3.1. */
    String json() {
        return Jwks.json(Jwks.builder()
                .key(publicKey)
                .publicKeyUse("sig")
                .algorithm(algorithm.name())
                .id(keyId)
                .build());
    }

    /** A {@code PUBLIC KEY} block (RFC 7468 §13), with a line break at the end. */
    String pem() {
        return Pem.of(publicKey).text();
    }
}
