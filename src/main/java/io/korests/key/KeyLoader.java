package io.korests.key;

import io.jsonwebtoken.security.SignatureAlgorithm;
import io.korests.key.SigningKey.Description;
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
 * Opens a {@link SigningKey} from the text of a {@code client-secret} or a {@code private-key}. The messages of its exceptions
 * begin with the property's name and never quote the value.
 */
public final class KeyLoader {
    static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_SECRET_BYTES = 32;
    private static final int PADDED_SECRET_BYTES = 64;

    private KeyLoader() {}

    /**
     * An HMAC key. Its bytes are the secret's text in UTF-8, not base64-decoded, as Kore's platform takes it.
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
        // JJWT demands 512 bits for HS512, and Kore's secrets have 44 characters. HMAC itself pads keys with zeros to
        // its block of 64 or 128 bytes (RFC 2104 §2), so this padding changes no signature.
        byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, PADDED_SECRET_BYTES));
        SecretKey key = new SecretKeySpec(padded, algorithm.jcaName());
        Description description = Description.ofSecret(8 * bytes.length, key, clientId, keyId);
        return SigningKey.of(algorithm, key, new KeyedMac(algorithm, key), description);
    }

    /**
     * An RSA key from PEM, PKCS#8 or PKCS#1, on several lines or on one with {@code \n}.
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
                .orElseThrow(() -> wrong("is not PEM: it must hold a block from -----BEGIN PRIVATE KEY-----"
                        + " to -----END PRIVATE KEY-----, on several lines or on one with \\n"));
        requirePlainRsa(pem);
        RSAPrivateCrtKey key = decode(pem);
        RSAPublicKey publicKey = publicHalf(key);
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS) {
            throw wrong(
                    "is an RSA key of " + bits + " bits: at least " + LEAST_RSA_BITS + " are needed (RFC 7518 §3.3)");
        }
        requireConsistent(key);
        Description description = Description.ofRsa("private-key", publicKey, keyId);
        return SigningKey.of(algorithm, NativeRsa.of(key), (SignatureAlgorithm) algorithm.jjwt(), description);
    }

    private static void requirePlainRsa(Pem pem) {
        String label = pem.label();
        if (label.startsWith("ENCRYPTED") || pem.body().contains("ENCRYPTED")) {
            throw wrong("is encrypted with a passphrase: store it unencrypted in Vault,"
                    + " or decrypt it with: openssl pkey -in key.pem -out plain.pem");
        }
        if (label.contains("PUBLIC KEY") || label.contains("CERTIFICATE")) {
            throw wrong("holds a " + (label.contains("CERTIFICATE") ? "certificate" : "public key")
                    + ": set the private key that belongs to it");
        }
        if (label.startsWith("EC")) {
            throw notRsa("EC");
        }
        if (!label.equals("PRIVATE KEY") && !label.equals("RSA PRIVATE KEY")) {
            throw wrong(
                    "is a PEM block of another kind:" + " PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY (PKCS#1) is needed");
        }
    }

    private static RSAPrivateCrtKey decode(Pem pem) {
        PrivateKey key;
        try {
            key = PemContent.of(Pem.of(pem.label(), pem.der()).text()).getPrivateKey();
        } catch (RuntimeException exception) {
            throw damaged("its PEM block does not decode to a private key"); // without the cause, which may quote it
        }
        if (key == null) {
            throw damaged("its PEM block holds no private key");
        }
        // RSASSA-PSS keys are of that class too, and platforms refuse their public half for RS256.
        if (key instanceof RSAPrivateCrtKey rsa && key.getAlgorithm().equals("RSA")) {
            return rsa;
        }
        throw notRsa(key.getAlgorithm());
    }

    private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException exception) {
            throw damaged("its numbers do not make an RSA key");
        }
    }

    /** Checks the key's numbers (RFC 8017 §3.2): a damaged key would sign tokens that nobody accepts. */
    private static void requireConsistent(RSAPrivateCrtKey key) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        BigInteger e = key.getPublicExponent();
        boolean consistent = key.getModulus().equals(p.multiply(q))
                && areInverse(key.getPrimeExponentP(), e, p.subtract(BigInteger.ONE))
                && areInverse(key.getPrimeExponentQ(), e, q.subtract(BigInteger.ONE))
                && areInverse(key.getPrivateExponent(), e, p.subtract(BigInteger.ONE))
                && areInverse(key.getPrivateExponent(), e, q.subtract(BigInteger.ONE))
                && areInverse(key.getCrtCoefficient(), q, p);
        if (!consistent) {
            throw damaged("its numbers do not belong together");
        }
    }

    private static boolean areInverse(BigInteger one, BigInteger other, BigInteger modulus) {
        return modulus.signum() > 0 && one.multiply(other).mod(modulus).equals(BigInteger.ONE);
    }

    private static IllegalArgumentException notRsa(String kind) {
        return wrong("is an " + kind + " key: Kore accepts RSA only (RS256 and RS512); make one with:"
                + " openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    }

    private static IllegalArgumentException damaged(String problem) {
        return wrong("is damaged: " + problem);
    }

    private static IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("private-key " + problem);
    }
}
