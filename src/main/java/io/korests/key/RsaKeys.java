package io.korests.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/** What an RSA private key says about its public half. */
final class RsaKeys {

    private RsaKeys() {}

    static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not make an RSA key");
        }
    }

    /**
     * Holds the numbers of the key against one another (RFC 8017 §3.2): a damaged key would otherwise sign tokens that nobody
     * accepts.
     */
    static void requireWhole(RSAPrivateCrtKey key) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        boolean whole = key.getModulus().equals(p.multiply(q))
                && inverse(key.getPrimeExponentP(), key.getPublicExponent(), p.subtract(BigInteger.ONE))
                && inverse(key.getPrimeExponentQ(), key.getPublicExponent(), q.subtract(BigInteger.ONE))
                && inverse(key.getPrivateExponent(), key.getPublicExponent(), p.subtract(BigInteger.ONE))
                && inverse(key.getPrivateExponent(), key.getPublicExponent(), q.subtract(BigInteger.ONE))
                && inverse(key.getCrtCoefficient(), q, p);
        if (!whole) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not belong together");
        }
    }

    private static boolean inverse(BigInteger one, BigInteger other, BigInteger modulus) {
        return modulus.signum() > 0 && one.multiply(other).mod(modulus).equals(BigInteger.ONE);
    }
}
