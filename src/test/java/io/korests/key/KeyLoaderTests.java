package io.korests.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.Jwts;
import io.korests.TestKeys;
import io.korests.TestPem;
import io.korests.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Keys that are taken, and that they sign what other libraries verify; {@code StartFailureTests} has the others. */
class KeyLoaderTests {

    static Stream<Arguments> forms() {
        String pkcs8 = TestKeys.pem(TestKeys.rsa());
        String pkcs1 = TestKeys.pkcs1Pem(TestKeys.rsa());
        return Stream.of(
                        Arguments.of("PKCS#8", pkcs8),
                        Arguments.of("PKCS#1", pkcs1),
                        Arguments.of("PKCS#8 on one line with \\n", TestKeys.onOneLine(pkcs8)),
                        Arguments.of("PKCS#1 on one line with \\n", TestKeys.onOneLine(pkcs1)),
                        Arguments.of("on one line with \\r\\n", pkcs8.replace("\n", "\\r\\n")),
                        Arguments.of("line ends of Windows", pkcs8.replace("\n", "\r\n")),
                        Arguments.of("on one line with spaces", pkcs8.strip().replace("\n", " ")),
                        Arguments.of("base64 in one line", oneLineOfBase64(pkcs8)),
                        Arguments.of("white space around it", "\n\n  " + pkcs8 + "\n\n"),
                        Arguments.of("indented", pkcs8.indent(4)),
                        Arguments.of("text before it", "Bag Attributes\n    friendlyName: kore\n" + pkcs8),
                        Arguments.of("a certificate after it", pkcs8 + TestPem.certificate(TestKeys.rsa())))
                .flatMap(form -> Stream.of(SigningAlgorithm.RS256, SigningAlgorithm.RS512)
                        .map(algorithm -> Arguments.of(form.get()[0], form.get()[1], algorithm)));
    }

    private static String oneLineOfBase64(String pem) {
        String[] lines = pem.strip().split("\n");
        return lines[0] + "\n" + String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1)) + "\n"
                + lines[lines.length - 1];
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("forms")
    void takesRsaKeysInEveryForm(String name, String pem, SigningAlgorithm algorithm) {
        SigningKey key = KeyLoader.rsa(algorithm, pem, null);

        VerifiedToken.verify(signed(key), algorithm.name(), TestKeys.rsa().getPublic());
        assertThat(key.publicKey()).isEqualTo(TestKeys.rsa().getPublic());
        assertThat(key.description().bits()).isEqualTo(2048);
        assertThat(key.description().source()).isEqualTo("private-key");
    }

    @Test
    void takesLongerRsaKeys() {
        SigningKey key = KeyLoader.rsa(SigningAlgorithm.RS512, TestKeys.pem(TestKeys.rsa(3072, "long")), "k1");

        VerifiedToken token = VerifiedToken.verify(
                signed(key), "RS512", TestKeys.rsa(3072, "long").getPublic());
        assertThat(token.header()).isEqualTo("{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(key.description().bits()).isEqualTo(3072);
    }

    /** At, under and over the sizes of the hashes and of HMAC's blocks, 64 and 128 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {32, 33, 44, 63, 64, 65, 127, 128, 129, 500})
    void signsWithSecretsOfEveryLengthAsAnyOtherHmacDoes(int length) throws Exception {
        String secret = "é" + "s".repeat(length - 2);
        for (SigningAlgorithm algorithm : new SigningAlgorithm[] {SigningAlgorithm.HS256, SigningAlgorithm.HS512}) {
            Mac mac = Mac.getInstance(algorithm.jcaName());
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm.jcaName()));

            String[] signed =
                    signed(KeyLoader.secret(algorithm, secret, "cs-a", null)).split("\\.");

            assertThat(Base64.getUrlDecoder().decode(signed[2]))
                    .isEqualTo(mac.doFinal((signed[0] + '.' + signed[1]).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void doesNotDecodeSecretsThatLookLikeBase64() {
        SigningKey key = KeyLoader.secret(SigningAlgorithm.HS512, TestKeys.SECRET, "cs-a", null);

        VerifiedToken.verify(signed(key), "HS512", TestKeys.SECRET);
        assertThat(key.description().bits()).isEqualTo(44 * 8);
        assertThat(key.publicKey()).isNull();
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void saysNothingOfTheKeyButItsFingerprint(SigningAlgorithm algorithm) {
        SigningKey key = key(algorithm, "cs-a", TestKeys.SECRET);

        assertThat(key).hasToString(algorithm + " key " + key.description().fingerprint());
        assertThat(key.description().toString()).doesNotContain(TestKeys.SECRET, "PRIVATE");
    }

    @Test
    void tellsSecretsApartByTheirFingerprints() {
        String fingerprint = fingerprint("cs-a", TestKeys.SECRET);

        assertThat(fingerprint).matches("[0-9a-f]{8}").isEqualTo(fingerprint("cs-a", TestKeys.SECRET));
        assertThat(fingerprint).isNotEqualTo(fingerprint("cs-b", TestKeys.SECRET));
        assertThat(fingerprint).isNotEqualTo(fingerprint("cs-a", TestKeys.randomSecret(33)));
    }

    private static String fingerprint(String clientId, String secret) {
        return key(SigningAlgorithm.HS256, clientId, secret).description().fingerprint();
    }

    private static SigningKey key(SigningAlgorithm algorithm, String clientId, String secret) {
        return algorithm.isMac()
                ? KeyLoader.secret(algorithm, secret, clientId, null)
                : KeyLoader.rsa(algorithm, TestKeys.pem(TestKeys.rsa()), null);
    }

    /** A key id is the operator's text: it must not be able to add a header. */
    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\",\"crit\":[\"x", "a\\b", "a\nb", "é😀"})
    void writesKeyIdsAsJson(String keyId) {
        SigningKey key = KeyLoader.secret(SigningAlgorithm.HS256, TestKeys.SECRET, "cs-a", keyId);

        String header =
                VerifiedToken.verify(signed(key), "HS256", TestKeys.SECRET).header();

        assertThat(JsonMapper.shared().readTree(header).get("kid").stringValue())
                .isEqualTo(keyId);
        assertThat(JsonMapper.shared().readTree(header).propertyNames()).containsExactly("alg", "typ", "kid");
    }

    private static String signed(SigningKey key) {
        return Jwts.builder()
                .header()
                .add("alg", key.algorithm().name())
                .type("JWT")
                .keyId(key.description().keyId())
                .and()
                .claim("sub", "jane")
                .signWith(key.key(), key.signer())
                .compact();
    }
}
