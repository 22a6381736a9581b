package io.korests.config;

import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.TestPem;
import java.security.KeyPair;
import java.util.stream.Stream;

/** Public keys to which no token can be encrypted. {@code EncryptionKeyLoaderTests} has every variety of each. */
final class WrongEncryption {

    private static final String KEY = "sts.clients.travel.encryption.public-key ";
    private static final String DISCLOSED =
            KEY + "holds a private or secret key: paste the public key only, and treat the pasted one as disclosed";

    private WrongEncryption() {}

    static Stream<WrongStart> all() {
        KeyPair kores = TestEncryption.koresKey();
        String jwk = TestEncryption.koresJwk();
        return Stream.of(
                key(
                        "encryption to an elliptic curve key",
                        KEY + "is not an RSA key: RSA-OAEP and RSA1_5 encrypt to RSA keys only",
                        TestEncryption.jwk(TestKeys.ec().getPublic(), "kore-1", "enc")),
                key(
                        "encryption to 1024 bits",
                        KEY + "is an RSA key of 1024 bits: at least 2048 are needed (RFC 7518 §4.2 and §4.3)",
                        TestEncryption.jwk(TestKeys.rsa(1024, "weak").getPublic(), "kore-1", "enc")),
                key(
                        "encryption to a JWK without kid",
                        KEY
                                + "is a JWK without kid, by which the platform finds its private key: use the JWK exactly as the"
                                + " Kore console shows it, or set key-id",
                        jwk.replace("\"kid\":\"kore-1\",", "")),
                key(
                        "encryption to PEM without kid",
                        "sts.clients.travel.encryption.key-id is not set, and a public-key in PEM has none of its own:"
                                + " set it to the kid that the Kore console shows, or use the JWK",
                        TestPem.publicKey(kores)),
                key("encryption to a private JWK", DISCLOSED, jwk.replaceFirst("\\{", "{\"d\":\"AQAB\",")),
                key("encryption to a private key", DISCLOSED, TestKeys.pem(kores)),
                key(
                        "encryption to a key for signatures",
                        KEY
                                + "is a JWK for signatures (its use or alg says so): the one for encryption (use: enc) is needed",
                        jwk.replace("\"enc\"", "\"sig\"")),
                key(
                        "encryption to garbage",
                        KEY + "is neither a JWK nor PEM: paste the JWK that the Kore console shows",
                        "garbage"));
    }

    private static WrongStart key(String name, String message, String publicKey) {
        return WrongStart.of(name, message).client("encryption.public-key", publicKey);
    }
}
