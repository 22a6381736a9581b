package io.korests.key;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;

/**
 * Kore's public key with the way tokens are encrypted to it (JWE, RFC 7516). Immutable, safe for use by many threads.
 *
 * @param keyId the {@code kid} of Kore's key, by which the platform finds the private half
 * @param contentType whether the header says {@code cty: JWT}
 */
public record EncryptionKey(
        RSAPublicKey publicKey, String keyId, KeyEncryption algorithm, ContentEncryption method, boolean contentType) {

    /** Encrypts a signed compact token: a nested JWT (RFC 7519 §5.2) in compact form. */
    public String encrypt(String jws) {
        JwtBuilder.BuilderHeader header = Jwts.builder().header().type("JWT").keyId(keyId);
        if (contentType) {
            header.contentType("JWT");
        }
        return header.and()
                .content(jws.getBytes(StandardCharsets.US_ASCII))
                .encryptWith(publicKey, algorithm.jjwt(), method.jjwt())
                .compact();
    }
}
