package io.korests.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search that finds nothing proves nothing, unless it finds what is there. */
class CanariesTests {

    private static final Canaries CANARIES = new Canaries();
    private static final String SECRET = CANARIES.secret("the secret");
    private static final RSAPrivateCrtKey KEY = (RSAPrivateCrtKey)
            CANARIES.key("the key", TestKeys.rsa(2048, "to be found")).getPrivate();

    static Stream<String> leaksOfTheSecret() {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                "secret=" + SECRET + ';',
                SECRET.substring(0, 20) + "…",
                "…" + SECRET.substring(SECRET.length() - 15),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("a" + SECRET).getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(("ab" + SECRET + "c").getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(("{\"sub\":\"" + SECRET).getBytes()),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                HexFormat.of().withPrefix("%").formatHex(bytes),
                HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("leaksOfTheSecret")
    void findsASecretInWhateverForm(String leak) {
        assertThat(CANARIES.in("before " + leak + " after")).containsOnlyKeys("the secret");
    }

    static Stream<String> leaksOfTheKey() {
        String pem = TestKeys.pem(TestKeys.rsa(2048, "to be found"));
        String pkcs1 = TestKeys.pkcs1Pem(TestKeys.rsa(2048, "to be found"));
        return Stream.of(
                pem,
                pkcs1,
                TestKeys.onOneLine(pem),
                // Half a PEM: the first half is little more than the public key.
                pem.substring(pem.length() / 2),
                // Two lines from the middle.
                pkcs1.lines().skip(12).limit(2).reduce("", String::concat),
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                "private exponent: " + KEY.getPrivateExponent(),
                KEY.getPrimeP().toString(16),
                Base64.getUrlEncoder().encodeToString(KEY.getPrimeExponentQ().toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("leaksOfTheKey")
    void findsAnyPartOfAPrivateKey(String leak) {
        assertThat(CANARIES.in(leak)).containsOnlyKeys("the key");
    }

    @Test
    void takesThePublicHalfForNoSecret() {
        assertThat(CANARIES.in(KEY.getModulus() + " " + KEY.getModulus().toString(16) + ' '
                        + Base64.getEncoder().encodeToString(KEY.getModulus().toByteArray())))
                .isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(CANARIES.in(TestKeys.randomSecret(3000))).isEmpty();
        assertThat(CANARIES.in(SECRET.substring(0, 11))).isEmpty();
    }
}
