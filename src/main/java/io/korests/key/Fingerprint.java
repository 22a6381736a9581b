package io.korests.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Short names by which an operator tells one key from another. */
final class Fingerprint {

    private Fingerprint() {}

    /**
     * Of an RSA key: its JWK thumbprint (RFC 7638) with SHA-256, base64url. The same text is the {@code kid} under which the
     * key is published where none is configured.
     */
    static String of(RSAPublicKey key) {
        String jwk = "{\"e\":\"" + unsigned(key.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                + unsigned(key.getModulus()) + "\"}";
        return base64Url(sha256(jwk.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Of an HMAC secret: the first 32 bits of an HMAC under the secret itself. It says less than any token signed with the
     * secret, which every caller has anyway.
     *
     * @param clientId keeps equal secrets of two clients from showing as equal
     */
    static String of(SecretKey secret, String clientId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] hash = mac.doFinal(("kore-sts fingerprint " + clientId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime has no HmacSHA256", exception);
        }
    }

    /** Base64url of an unsigned integer without leading zero bytes (RFC 7518 §2, Base64urlUInt). */
    static String unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int start = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return base64Url(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }
}
