package io.korests.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * Turns the text of a {@code client-secret} or a {@code private-key} into a {@link SigningKey}. Every refusal is an {@link
 * IllegalArgumentException} whose message begins with the property's name and says nothing of its content.
 */
public final class KeyLoader {

    private static final int LEAST_SECRET_BYTES = 32;
    static final int LEAST_RSA_BITS = 2048;

    private KeyLoader() {}

    /**
     * An HMAC key: the secret's text as UTF-8 bytes, not base64-decoded, as Kore's platform takes it.
     *
     * @param clientId salts the fingerprint
     * @throws IllegalArgumentException if the algorithm is not an HMAC or the secret is shorter than 32 bytes
     */
    public static SigningKey secret(
            SigningAlgorithm algorithm, String secret, String clientId, @Nullable String keyId) {
        if (!algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with an RSA key: set private-key or transit, not client-secret");
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("client-secret has " + bytes.length + " bytes, which is too weak: "
                    + algorithm + " needs at least " + LEAST_SECRET_BYTES
                    + "; use the secret exactly as the Kore console shows it");
        }
        SecretKey key = new SecretKeySpec(padded(bytes, algorithm), algorithm.jcaName());
        return SigningKey.ofSecret(algorithm, key, KeyDescription.ofSecret(8 * bytes.length, key, clientId, keyId));
    }

    /**
     * HMAC pads a key shorter than its block with zero bytes itself (RFC 2104 §2), so the padding changes no signature; it
     * lets Kore's 44-character secrets pass JJWT's demand of 512 bits for HS512.
     */
    private static byte[] padded(byte[] secret, SigningAlgorithm algorithm) {
        return secret.length >= algorithm.hashBytes() ? secret : Arrays.copyOf(secret, algorithm.hashBytes());
    }

    /**
     * An RSA key from PEM, PKCS#8 or PKCS#1, on several lines or on one with {@code \n} in it.
     *
     * @throws IllegalArgumentException if the algorithm is not an RSA signature, or the text is not an unencrypted RSA
     *     private key of at least 2048 bits
     */
    public static SigningKey rsa(SigningAlgorithm algorithm, String text, @Nullable String keyId) {
        if (algorithm.isMac()) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " signs with a secret: set client-secret, not private-key");
        }
        Pem pem = Pem.find(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "private-key is not PEM: it must hold a block from"
                                        + " -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, on several lines or on one with \\n"));
        requirePlainRsa(pem);
        RSAPrivateCrtKey key = decode(pem);
        RSAPublicKey publicKey = publicHalf(key);
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("private-key is an RSA key of " + bits + " bits: at least "
                    + LEAST_RSA_BITS + " are needed (RFC 7518 §3.3)");
        }
        requireWhole(key);
        return SigningKey.ofRsa(algorithm, key, KeyDescription.ofRsa("private-key", publicKey, keyId));
    }

    private static void requirePlainRsa(Pem pem) {
        String label = pem.label();
        if (label.startsWith("ENCRYPTED") || pem.body().contains("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "private-key is encrypted with a passphrase: store it unencrypted in Vault,"
                            + " or decrypt it with: openssl pkey -in key.pem -out plain.pem");
        }
        if (label.contains("PUBLIC KEY") || label.contains("CERTIFICATE")) {
            throw new IllegalArgumentException("private-key holds a "
                    + (label.contains("CERTIFICATE") ? "certificate" : "public key")
                    + ": set the private key that belongs to it");
        }
        if (label.startsWith("EC")) {
            throw notRsa("EC");
        }
        if (!label.equals("PRIVATE KEY") && !label.equals("RSA PRIVATE KEY")) {
            throw new IllegalArgumentException("private-key is a PEM block of another kind:"
                    + " PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY (PKCS#1) is needed");
        }
    }

    private static RSAPrivateCrtKey decode(Pem pem) {
        PrivateKey key;
        try {
            key = PemContent.of(Pem.of(pem.label(), pem.der()).text()).getPrivateKey();
        } catch (RuntimeException exception) {
            // The cause is left out: it may quote what it could not read.
            throw new IllegalArgumentException(
                    "private-key is damaged: its PEM block does not decode to a private key");
        }
        if (key == null) {
            throw new IllegalArgumentException("private-key is damaged: its PEM block holds no private key");
        }
        // A key for RSASSA-PSS is of that class too, and platforms refuse its public half for RS256.
        if (key instanceof RSAPrivateCrtKey rsa && key.getAlgorithm().equals("RSA")) {
            return rsa;
        }
        throw notRsa(key.getAlgorithm());
    }

    private static IllegalArgumentException notRsa(String kind) {
        return new IllegalArgumentException("private-key is an " + kind
                + " key: Kore accepts RSA only (RS256 and RS512); make one with: openssl genpkey -algorithm RSA"
                + " -pkeyopt rsa_keygen_bits:2048");
    }

    private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
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
    private static void requireWhole(RSAPrivateCrtKey key) {
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
