package io.korests.key;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.KeyAlgorithm;
import java.security.PrivateKey;
import java.security.PublicKey;

/** How the content key of a JWE is encrypted to Kore's public key (RFC 7518 §4.1). */
public enum KeyEncryption {
    /** RSAES OAEP with default parameters (RFC 7518 §4.3). */
    RSA_OAEP,
    /** RSAES-PKCS1-v1_5 (RFC 7518 §4.2); open to padding oracles at the decrypting side (RFC 8725 §3.2). */
    RSA1_5;

    KeyAlgorithm<PublicKey, PrivateKey> jjwt() {
        return this == RSA_OAEP ? Jwts.KEY.RSA_OAEP : Jwts.KEY.RSA1_5;
    }

    /** The name in the header. */
    @Override
    public String toString() {
        return this == RSA_OAEP ? "RSA-OAEP" : "RSA1_5";
    }
}
