package io.korests;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Clients whose tokens are encrypted, with a key pair in the part of Kore's. */
public final class TestEncryption {

    public static final List<String> ALGORITHMS = List.of("RSA-OAEP", "RSA1_5");
    public static final List<String> METHODS = List.of("A128CBC-HS256", "A128GCM", "A256GCM");
    public static final String KEY_ID = "kore-1";

    private TestEncryption() {}

    public static KeyPair koresKey() {
        return TestKeys.rsa(2048, "Kore's");
    }

    /** As the Kore console shows it. */
    public static String koresJwk() {
        return jwk(koresKey().getPublic(), KEY_ID, "enc");
    }

    /** Written by jose4j. */
    public static String jwk(PublicKey key, String keyId, String use) {
        try {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
            jwk.setKeyId(keyId);
            jwk.setUse(use);
            return jwk.toJson(OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /**
     * Open mode and a client for each way to sign and to encrypt, by the name of {@link #name}. {@code travel} is the default
     * one and encrypts by the defaults; {@code cty} says what it holds, {@code pem} has the key as PEM with a key id.
     */
    public static Map<String, String> everything() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        encrypt(properties, "travel");
        TestClientApps.hs(properties, "cty", "HS256");
        encrypt(properties, "cty");
        properties.put("sts.clients.cty.encryption.content-type", "true");
        TestClientApps.hs(properties, "pem", "HS256");
        properties.put("sts.clients.pem.encryption.public-key", TestPem.publicKey(koresKey()));
        properties.put("sts.clients.pem.encryption.key-id", "Kore \"1\"");
        everyCombination(properties);
        return properties;
    }

    private static void everyCombination(Map<String, String> properties) {
        for (String signing : TestClientApps.ALGORITHMS) {
            for (String algorithm : ALGORITHMS) {
                for (String method : METHODS) {
                    String name = name(signing, algorithm, method);
                    if (signing.startsWith("HS")) {
                        TestClientApps.hs(properties, name, signing);
                    } else {
                        TestClientApps.rs(properties, name, signing);
                    }
                    encrypt(properties, name);
                    properties.put("sts.clients." + name + ".encryption.algorithm", algorithm);
                    properties.put("sts.clients." + name + ".encryption.method", method);
                }
            }
        }
    }

    /** Has a client's tokens encrypted as they are by default. */
    public static void encrypt(Map<String, String> properties, String name) {
        properties.put("sts.clients." + name + ".encryption.public-key", koresJwk());
    }

    /** The local name; the client id is cs- and this. */
    public static String name(String signing, String algorithm, String method) {
        return (signing + algorithm + method).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
