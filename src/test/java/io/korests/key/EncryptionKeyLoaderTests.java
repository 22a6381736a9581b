package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.korests.EncryptedToken;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.TestPem;
import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncryptionKeyLoaderTests {

    private static final KeyPair KORES = TestEncryption.koresKey();
    private static final String JWK = TestEncryption.koresJwk();
    private static final String PEM = TestPem.publicKey(KORES);

    private static final String DISCLOSED = "public-key holds a private or secret key: paste the public key only,"
            + " and treat the pasted one as disclosed";
    private static final String NOT_RSA = "public-key is not an RSA key: RSA-OAEP and RSA1_5 encrypt to RSA keys only";
    private static final String UNREADABLE = "public-key is not a JWK that can be read: it must be the JSON object"
            + " {\"kty\":\"RSA\",\"kid\":…,\"n\":…,\"e\":…} as the Kore console shows it";
    private static final String DAMAGED = "public-key is damaged: its n and e do not make an RSA key";
    private static final String SIGNATURES = "public-key is a JWK for signatures (its use or alg says so):"
            + " the one for encryption (use: enc) is needed";
    private static final String NO_KID = "public-key is a JWK without kid, by which the platform finds its private key:"
            + " use the JWK exactly as the Kore console shows it, or set key-id";
    private static final String WEAK =
            "public-key is an RSA key of 1024 bits: at least 2048 are needed" + " (RFC 7518 §4.2 and §4.3)";
    private static final String NEITHER =
            "public-key is neither a JWK nor PEM: paste the JWK that the Kore console shows";

    static final List<Arguments> JWKS_AT_FAULT = List.of(
            Arguments.of("an elliptic curve key", ecJwk(), NOT_RSA),
            Arguments.of(
                    "an Ed25519 key", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"1\",\"x\":\"AAAA\"}", NOT_RSA),
            Arguments.of("1024 bits", weakJwk(), WEAK),
            Arguments.of("no kid", without("kid"), NO_KID),
            Arguments.of("an empty kid", with("kid", "\" \""), NO_KID),
            Arguments.of("a kid that is no text", with("kid", "7"), NO_KID),
            Arguments.of("a private key", privateJwk(), DISCLOSED),
            Arguments.of("a private key with nothing right but d", "{\"d\":\"x\"}", DISCLOSED),
            Arguments.of("a private elliptic curve key", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"x\"}", DISCLOSED),
            Arguments.of("a private key whose d is null", with("d", "null"), DISCLOSED),
            Arguments.of("a private key without n", without("n").replace("\"kty\"", "\"p\":[],\"kty\""), DISCLOSED),
            Arguments.of("a secret", "{\"kty\":\"oct\",\"kid\":\"1\",\"k\":\"AAAA\"}", DISCLOSED),
            Arguments.of("use sig", with("use", "\"sig\""), SIGNATURES),
            Arguments.of("alg RS256", with("alg", "\"RS256\""), SIGNATURES),
            Arguments.of("alg PS512", with("alg", "\"PS512\""), SIGNATURES),
            Arguments.of(
                    "a set",
                    "{\"keys\":[" + JWK + "]}",
                    "public-key is a set of JWKs: paste the one among them that is for encryption"),
            Arguments.of("no kty", without("kty"), UNREADABLE),
            Arguments.of("no n", without("n"), UNREADABLE),
            Arguments.of("no e", without("e"), UNREADABLE),
            Arguments.of("an n that is no text", with("n", "[]"), UNREADABLE),
            Arguments.of("an n that is not base64url", with("n", "\"!!!\""), DAMAGED),
            Arguments.of("an n with one character too many", with("n", "\"" + n() + "AAA\""), DAMAGED),
            Arguments.of("an n of one character", with("n", "\"A\""), DAMAGED),
            Arguments.of("an n between quotes", with("n", "\"'" + n() + "'\""), DAMAGED),
            Arguments.of("an even n", with("n", "\"" + n().substring(0, 340) + "AA\""), DAMAGED),
            Arguments.of("an n of zeros", with("n", "\"" + "A".repeat(342) + "\""), DAMAGED),
            Arguments.of("e = 1", with("e", "\"AQ\""), DAMAGED),
            Arguments.of("e = 65536", with("e", "\"AQAA\""), DAMAGED),
            Arguments.of("JSON that ends too early", JWK.substring(0, JWK.length() - 1), UNREADABLE),
            Arguments.of("JSON and more", JWK + JWK, UNREADABLE),
            Arguments.of("a member twice", with("kid\":\"2\",\"kid", "\"1\""), UNREADABLE),
            Arguments.of("an empty object", "{}", UNREADABLE),
            Arguments.of("an object in single quotes", "{'kty':'RSA'}", UNREADABLE));

    @ParameterizedTest(name = "{0}")
    @FieldSource("JWKS_AT_FAULT")
    void saysWhatIsWrongWithAJwk(String what, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(text, null))
                .withMessage(message)
                .withNoCause();
    }

    static Stream<Arguments> pemsAtFault() {
        String otherKind = "public-key is a PEM block of another kind";
        String damaged = "public-key is damaged: its PEM block does not decode to a public key";
        return Stream.of(
                Arguments.of("a private key", TestKeys.pem(KORES), DISCLOSED),
                Arguments.of("a PKCS#1 private key", TestKeys.pkcs1Pem(KORES), DISCLOSED),
                Arguments.of("an encrypted private key", TestPem.of("ENCRYPTED PRIVATE KEY", new byte[9]), DISCLOSED),
                Arguments.of("a private key on one line", TestKeys.onOneLine(TestKeys.pem(KORES)), DISCLOSED),
                Arguments.of("a private key after the public one", PEM + TestKeys.pem(KORES), DISCLOSED),
                Arguments.of("an elliptic curve key", TestPem.publicKey(TestKeys.ec()), NOT_RSA),
                Arguments.of("an Ed25519 key", TestPem.publicKey(TestKeys.other("Ed25519")), NOT_RSA),
                Arguments.of("an X25519 key", TestPem.publicKey(TestKeys.other("X25519")), NOT_RSA),
                Arguments.of("1024 bits", TestPem.publicKey(TestKeys.rsa(1024, "weak")), WEAK),
                Arguments.of(
                        "a certificate",
                        TestPem.certificate(KORES),
                        otherKind + ", a CERTIFICATE: PUBLIC KEY is needed, which this makes of it:"
                                + " openssl x509 -pubkey -noout -in key.pem"),
                Arguments.of(
                        "PKCS#1",
                        TestPem.of("RSA PUBLIC KEY", new byte[9]),
                        otherKind + ", an RSA PUBLIC KEY (PKCS#1): PUBLIC KEY is needed, which this makes of it:"
                                + " openssl rsa -RSAPublicKey_in -pubout -in key.pem"),
                Arguments.of(
                        "parameters", TestPem.of("EC PARAMETERS", new byte[9]), otherKind + ": PUBLIC KEY is needed"),
                Arguments.of("nothing but zeros", TestPem.of("PUBLIC KEY", new byte[99]), damaged),
                Arguments.of("half a block", PEM.substring(0, 99), NEITHER),
                Arguments.of(
                        "no base64",
                        "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----",
                        "public-key is damaged: its PEM block is not base64"),
                Arguments.of("a password", "correct horse battery staple", NEITHER),
                Arguments.of("base64 without its frame", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", NEITHER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pemsAtFault")
    void saysWhatIsWrongWithAPem(String what, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(text, "kore-1"))
                .withMessage(message)
                .withNoCause();
    }

    @Test
    void needsAKeyIdForAPem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(PEM, null))
                .withMessage("key-id is not set, and a public-key in PEM has none of its own:"
                        + " set it to the kid that the Kore console shows, or use the JWK");
    }

    @Test
    void refusesAKeyIdThatIsNotTheJwks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(JWK, "kore-2"))
                .withMessage("key-id differs from the kid of the JWK in public-key: leave key-id out");
        assertThat(parse(JWK, "kore-1").keyId()).isEqualTo("kore-1");
    }

    @Test
    void givesAJwkWithoutKidTheConfiguredKeyId() {
        assertThat(parse(without("kid"), "kore-2").keyId()).isEqualTo("kore-2");
        assertThat(parse(PEM, "kore-3").keyId()).isEqualTo("kore-3");
    }

    static Stream<String> spellings() {
        return Stream.of(
                JWK,
                "\n  " + JWK.replace(",", " ,\n  ") + "\n",
                with("use", "\"enc\""),
                without("use"),
                with("alg", "\"RSA-OAEP-256\""),
                with("key_ops", "[\"encrypt\",\"wrapKey\"]"),
                with("x5c", "[\"MIIB\"],\"ext\":true,\"more\":{\"d\":1}"),
                PEM,
                PEM.replace("\n", "\r\n"),
                TestKeys.onOneLine(PEM),
                "\n# Kore's key\n" + PEM + "\n");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void encryptsToTheKeyHoweverItIsWritten(String text) {
        String encrypted = parse(text, "kore-1").encrypt("a.signed.token");
        assertThat(EncryptedToken.open(encrypted, "RSA-OAEP", "A256GCM", KORES.getPrivate())
                        .content())
                .isEqualTo("a.signed.token");
    }

    @Test
    void namesAlgorithmsAsTheirRfcDoes() {
        assertThat(KeyEncryption.values()).extracting(Enum::toString).containsExactly("RSA-OAEP", "RSA1_5");
        assertThat(ContentEncryption.values())
                .extracting(Enum::toString)
                .containsExactly("A128CBC-HS256", "A128GCM", "A256GCM");
    }

    private static EncryptionKey parse(String text, String keyId) {
        return EncryptionKeyLoader.load(text, keyId, KeyEncryption.RSA_OAEP, ContentEncryption.A256GCM, false);
    }

    private static String ecJwk() {
        return TestEncryption.jwk(TestKeys.ec().getPublic(), "1", "enc");
    }

    private static String weakJwk() {
        return TestEncryption.jwk(TestKeys.rsa(1024, "weak").getPublic(), "1", "enc");
    }

    private static String privateJwk() {
        return with("d", "\"AQAB\"");
    }

    private static String n() {
        return JWK.replaceFirst(".*\"n\":\"([^\"]*)\".*", "$1");
    }

    private static String without(String member) {
        String text = JWK.replaceFirst("\"" + member + "\":\"[^\"]*\",?", "").replace(",}", "}");
        assertThat(text).isNotEqualTo(JWK);
        return text;
    }

    /** @param json replaces the member's value, or comes with it at the end */
    private static String with(String member, String json) {
        String rest = JWK.contains('"' + member + '"') ? without(member) : JWK;
        return rest.substring(0, rest.length() - 1) + ",\"" + member + "\":" + json + '}';
    }
}
