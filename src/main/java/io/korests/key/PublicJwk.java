package io.korests.key;

import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

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
        return new PublicJwk(key.algorithm(), keyId != null ? keyId : Fingerprint.of(publicKey), publicKey);
    }

    /** The same key under its thumbprint, which no other key has. */
    public PublicJwk byThumbprint() {
        return new PublicJwk(algorithm, Fingerprint.of(publicKey), publicKey);
    }

    /** A JWK (RFC 7517 §4, RFC 7518 §6.3.1). */
    public String json() {
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"" + algorithm + "\",\"kid\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsCharArray(keyId)) + "\",\"n\":\""
                + Fingerprint.unsigned(publicKey.getModulus()) + "\",\"e\":\""
                + Fingerprint.unsigned(publicKey.getPublicExponent()) + "\"}";
    }

    /** PEM, {@code PUBLIC KEY} (RFC 7468 §13), with a line break at the end. */
    public String pem() {
        return PublicKeyPem.of(publicKey);
    }
}
