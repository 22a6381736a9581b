package io.korests.key;

import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a signing key in public: nothing here helps to sign or to guess the key.
 *
 * @param source the property it came from: {@code client-secret}, {@code private-key} or {@code transit}
 * @param bits its size: of the RSA modulus, or of the secret's text
 * @param fingerprint tells keys apart; see {@link Fingerprint}
 * @param keyId the {@code kid} of the tokens it signs, or null for none
 * @param publicKey the public half, or null for an HMAC secret
 */
public record KeyDescription(
        String source,
        int bits,
        String fingerprint,
        @Nullable String keyId,
        @Nullable RSAPublicKey publicKey) {

    /** Of an RSA key, by its public half. */
    public static KeyDescription ofRsa(String source, RSAPublicKey publicKey, @Nullable String keyId) {
        return new KeyDescription(
                source, publicKey.getModulus().bitLength(), Fingerprint.of(publicKey), keyId, publicKey);
    }
}
