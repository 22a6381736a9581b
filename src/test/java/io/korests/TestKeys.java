package io.korests;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Key pairs made at random in this JVM, each made once. Nothing here is ever written to a file of the project. */
public final class TestKeys {

    /** 44 characters, as the Kore console shows secrets: 352 bits as text. */
    public static final String SECRET = randomSecret(33);

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** Random bytes in base64; 33 bytes make 44 characters. */
    public static String randomSecret(int bytes) {
        byte[] random = new byte[bytes];
        new java.security.SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** The RSA key that most tests sign with. */
    public static KeyPair rsa() {
        return rsa(2048, "usual");
    }

    /** @param name tells keys of equal size apart */
    public static KeyPair rsa(int bits, String name) {
        return PAIRS.computeIfAbsent("RSA " + bits + ' ' + name, key -> generate("RSA", bits));
    }

    public static KeyPair ec() {
        return PAIRS.computeIfAbsent("EC", key -> generate("EC", 256));
    }

    /** A pair of any algorithm that the Java runtime knows, for instance Ed25519. */
    public static KeyPair other(String algorithm) {
        return PAIRS.computeIfAbsent(algorithm, key -> generate(algorithm, 0));
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** PKCS#8, several lines. */
    public static String pem(KeyPair pair) {
        return TestPem.of("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /** PKCS#1 of an RSA key (RFC 8017, appendix A.1.2): the content of the last field of its PKCS#8 form. */
    public static String pkcs1Pem(KeyPair pair) {
        return TestPem.of("RSA PRIVATE KEY", pkcs1(pair));
    }

    /** The DER of PKCS#1. */
    static byte[] pkcs1(KeyPair pair) {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // SEQUENCE(version 3 bytes, algorithm 15 bytes, OCTET STRING); lengths over 255 take three bytes.
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        int start = 4 + 3 + 15 + 4;
        key.write(pkcs8, start, pkcs8.length - start);
        return key.toByteArray();
    }

    /** Several lines as one with \n in it, as environment variables carry a key. */
    public static String onOneLine(String pem) {
        return pem.strip().replace("\n", "\\n");
    }
}
