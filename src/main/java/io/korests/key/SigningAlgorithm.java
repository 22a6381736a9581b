package io.korests.key;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SignatureAlgorithm;

/** The JWS algorithms that Kore accepts (RFC 7518 §3.1), named as they stand in the {@code alg} header. */
public enum SigningAlgorithm {
    HS256("HmacSHA256", 32),
    HS512("HmacSHA512", 64),
    RS256("SHA256withRSA", 32),
    RS512("SHA512withRSA", 64);

    private final String jcaName;
    private final int hashBytes;

    SigningAlgorithm(String jcaName, int hashBytes) {
        this.jcaName = jcaName;
        this.hashBytes = hashBytes;
    }

    /** Whether one secret both signs and verifies, as opposed to an RSA key pair. */
    public boolean isMac() {
        return this == HS256 || this == HS512;
    }

    /** The name under which the Java Cryptography Architecture knows this algorithm. */
    String jcaName() {
        return jcaName;
    }

    /** The length of the algorithm's hash in bytes. */
    int hashBytes() {
        return hashBytes;
    }

    MacAlgorithm mac() {
        return this == HS256 ? Jwts.SIG.HS256 : Jwts.SIG.HS512;
    }

    SignatureAlgorithm signature() {
        return this == RS256 ? Jwts.SIG.RS256 : Jwts.SIG.RS512;
    }

    SecureDigestAlgorithm<?, ?> jjwt() {
        return isMac() ? mac() : signature();
    }
}
