package io.korests.key;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;

/** The JWS algorithms that Kore accepts (RFC 7518 §3.1), named as in the {@code alg} header. */
public enum SigningAlgorithm {
    HS256("HmacSHA256", Jwts.SIG.HS256),
    HS512("HmacSHA512", Jwts.SIG.HS512),
    RS256("SHA256withRSA", Jwts.SIG.RS256),
    RS512("SHA512withRSA", Jwts.SIG.RS512);

    private final String jcaName;
    private final SecureDigestAlgorithm<?, ?> jjwt;

    SigningAlgorithm(String jcaName, SecureDigestAlgorithm<?, ?> jjwt) {
        this.jcaName = jcaName;
        this.jjwt = jjwt;
    }

    /** Whether one secret both signs and verifies, as opposed to an RSA key pair. */
    public boolean isMac() {
        return jjwt instanceof MacAlgorithm;
    }

    /** The name in the Java Cryptography Architecture. */
    public String jcaName() {
        return jcaName;
    }

    /** JJWT's own implementation. */
    SecureDigestAlgorithm<?, ?> jjwt() {
        return jjwt;
    }
}
