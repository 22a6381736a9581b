package io.korests.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about a signing key in public: nothing here helps to sign or to guess the key.
 *
 * @param source the property it came from: {@code client-secret}, {@code private-key} or {@code transit}
 * @param bits its size: of the RSA modulus, or of the secret's text
 * @param fingerprint tells keys apart
 * @param keyId the {@code kid} of the tokens it signs, or null for none
 * @param publicKey the public half, or null for an HMAC secret
 */
public record KeyDescription(
        String source,
        int bits,
        String fingerprint,
        @Nullable String keyId,
        @Nullable RSAPublicKey publicKey) {

    /** Of an RSA key, by its public half. The fingerprint is its JWK thumbprint (RFC 7638) with SHA-256. */
    public static KeyDescription ofRsa(String source, RSAPublicKey publicKey, @Nullable String keyId) {
        return new KeyDescription(
                source, publicKey.getModulus().bitLength(), PublicJwk.thumbprint(publicKey), keyId, publicKey);
    }

    /**
     * Of an HMAC secret. The fingerprint is the first 32 bits of an HMAC under the secret itself. It says less than any token
     * signed with the secret, which every caller has anyway.
     *
     * @param clientId keeps equal secrets of two clients from showing as equal
     */
    static KeyDescription ofSecret(int bits, SecretKey secret, String clientId, @Nullable String keyId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] hash = mac.doFinal(("kore-sts fingerprint " + clientId).getBytes(StandardCharsets.UTF_8));
            return new KeyDescription("client-secret", bits, HexFormat.of().formatHex(hash, 0, 4), keyId, null);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime has no HmacSHA256", exception);
        }
    }
}
