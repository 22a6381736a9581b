package io.korests.key;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.AeadAlgorithm;

/** How the content of a JWE is encrypted (RFC 7518 §5.1). */
public enum ContentEncryption {
    A128CBC_HS256,
    A128GCM,
    A256GCM;

    AeadAlgorithm jjwt() {
        return switch (this) {
            case A128CBC_HS256 -> Jwts.ENC.A128CBC_HS256;
            case A128GCM -> Jwts.ENC.A128GCM;
            case A256GCM -> Jwts.ENC.A256GCM;
        };
    }

    /** The name in the header. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
