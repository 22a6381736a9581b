package io.korests.key;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.AeadAlgorithm;
import io.jsonwebtoken.security.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * Kore's public key, and how tokens are encrypted to it (JWE, RFC 7516). Immutable, safe for use by many threads.
 *
 * @param keyId the {@code kid} by which the platform selects its private key
 * @param contentType whether the header has {@code cty: JWT}
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
                .encryptWith(publicKey, algorithm.jjwt, method.jjwt)
                .compact();
    }

    /** How the content key is encrypted (RFC 7518 §4.1). */
    public enum KeyEncryption {
        /** RSAES OAEP with default parameters (RFC 7518 §4.3). */
        RSA_OAEP(Jwts.KEY.RSA_OAEP),
        /** RSAES-PKCS1-v1_5 (RFC 7518 §4.2); exposes the decrypting side to padding oracles (RFC 8725 §3.2). */
        RSA1_5(Jwts.KEY.RSA1_5);

        private final KeyAlgorithm<PublicKey, PrivateKey> jjwt;

        KeyEncryption(KeyAlgorithm<PublicKey, PrivateKey> jjwt) {
            this.jjwt = jjwt;
        }

        /** The name in the header. */
        @Override
        public String toString() {
            return jjwt.getId();
        }
    }

    /** How the content is encrypted (RFC 7518 §5.1). */
    public enum ContentEncryption {
        A128CBC_HS256(Jwts.ENC.A128CBC_HS256),
        A128GCM(Jwts.ENC.A128GCM),
        A256GCM(Jwts.ENC.A256GCM);

        private final AeadAlgorithm jjwt;

        ContentEncryption(AeadAlgorithm jjwt) {
            this.jjwt = jjwt;
        }

        /** The name in the header. */
        @Override
        public String toString() {
            return jjwt.getId();
        }
    }
}
