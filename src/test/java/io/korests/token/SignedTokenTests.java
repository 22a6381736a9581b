package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The content of tokens, for every algorithm, claim-names and jti; jose4j verifies each signature. */
class SignedTokenTests {

    private final TestService service = TestService.usual();

    static Stream<Arguments> matrix() {
        return TestClientApps.ALGORITHMS.stream()
                .flatMap(algorithm -> TestClientApps.CLAIM_NAMES.stream()
                        .flatMap(names -> Stream.of(true, false).map(jti -> Arguments.of(algorithm, names, jti))));
    }

    @ParameterizedTest(name = "{0}, claim-names {1}, jti {2}")
    @MethodSource("matrix")
    void hasExactlyTheClaimsThatItsClientIsSetTo(String algorithm, String names, boolean jti) {
        String clientId = "cs-" + TestClientApps.matrixName(algorithm, names, jti);
        long before = Instant.now().getEpochSecond();

        VerifiedToken token = token(clientId, algorithm);

        long after = Instant.now().getEpochSecond();
        JsonNode claims = token.claims();
        assertThat(token.header()).isEqualTo("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
        assertThat(claims.propertyNames()).containsExactlyInAnyOrderElementsOf(names(names, jti));
        assertThat(claims.get("iat").isIntegralNumber()).isTrue();
        assertThat(claims.get("exp").isIntegralNumber()).isTrue();
        assertThat(claims.get("iat").longValue()).isBetween(before, after);
        assertThat(claims.get("exp").longValue() - claims.get("iat").longValue())
                .isEqualTo(3600);
        assertThat(token.text("aud")).isEqualTo(TestClientApps.DEFAULT_AUDIENCE);
        assertThat(claims.get("isAnonymous").isBoolean()).isTrue();
        assertThat(token.isAnonymous()).isFalse();
        for (String prefix : prefixes(names)) {
            assertThat(token.text(prefix + "iss")).isEqualTo(clientId);
            assertThat(token.text(prefix + "sub")).isEqualTo("user@example.com");
        }
        if (jti) {
            assertThat(prefixes(names).stream()
                            .map(prefix -> token.text(prefix + "jti"))
                            .distinct())
                    .singleElement()
                    .satisfies(
                            id -> assertThat(Base64.getUrlDecoder().decode(id)).hasSize(16));
        }
    }

    private static List<String> prefixes(String names) {
        return switch (names) {
            case "standard" -> List.of("");
            case "kore" -> List.of("kore_");
            default -> List.of("", "kore_");
        };
    }

    private static List<String> names(String claimNames, boolean jti) {
        List<String> names = new ArrayList<>(List.of("iat", "exp", "aud", "isAnonymous"));
        for (String prefix : prefixes(claimNames)) {
            names.add(prefix + "iss");
            names.add(prefix + "sub");
            if (jti) {
                names.add(prefix + "jti");
            }
        }
        return names;
    }

    private VerifiedToken token(String clientId, String algorithm) {
        String jwt = jwt(clientId);
        return algorithm.startsWith("HS")
                ? VerifiedToken.verify(jwt, algorithm, TestKeys.SECRET)
                : VerifiedToken.verify(jwt, algorithm, TestKeys.rsa().getPublic());
    }

    private String jwt(String clientId) {
        String body = "{\"identity\":\"user@example.com\",\"clientId\":\"" + clientId + "\"}";
        return service.send(HttpCall.post("/api/users/sts").json(body)).jwt();
    }

    /** What Node's crypto.createHmac and every other HMAC makes of the secret's bytes, which are fewer than the hash's. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512"})
    void signsWithThePlainBytesOfTheSecretsText(String algorithm) throws Exception {
        String jwt = jwt("cs-" + TestClientApps.matrixName(algorithm, "standard", false));
        int dot = jwt.lastIndexOf('.');
        String name = "HmacSHA" + algorithm.substring(2);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(TestKeys.SECRET.getBytes(StandardCharsets.UTF_8), name));

        byte[] expected = mac.doFinal(jwt.substring(0, dot).getBytes(StandardCharsets.US_ASCII));

        assertThat(TestKeys.SECRET).hasSize(44);
        assertThat(Base64.getUrlDecoder().decode(jwt.substring(dot + 1))).isEqualTo(expected);
    }

    @Test
    void doesNotVerifyWithAnotherKeyOrWithOneBitChanged() {
        String jwt = jwt("cs-travel");
        String other = Arrays.stream(jwt.split("\\.")).skip(1).findFirst().orElseThrow();

        assertThat(verifies(jwt, TestKeys.SECRET)).isTrue();
        assertThat(verifies(jwt, TestKeys.randomSecret(33))).isFalse();
        assertThat(verifies(jwt.replace(other, other.replace('a', 'b')), TestKeys.SECRET))
                .isFalse();
    }

    private static boolean verifies(String jwt, String secret) {
        try {
            VerifiedToken.verify(jwt, "HS256", secret);
            return true;
        } catch (AssertionError error) {
            return false;
        }
    }

    @Test
    void isUrlSafeAndWithoutPadding() {
        assertThat(jwt("cs-rs256standard")).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @Test
    void saysWhatItsClientSetsOtherwise() {
        VerifiedToken token = token("cs-fixed", "HS256");

        assertThat(token.header()).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"key \\\"1\\\"\"}");
        assertThat(token.text("aud")).isEqualTo(TestClientApps.OTHER_AUDIENCE);
        assertThat(token.claims().get("exp").longValue()
                        - token.claims().get("iat").longValue())
                .isEqualTo(90);
        assertThat(token.claims().get("privateClaims").toString()).isEqualTo("{\"tier\":\"gold\"}");
    }

    @Test
    void hasAJtiOfItsOwnEachTime() {
        List<String> ids = Stream.generate(
                        () -> token("cs-hs256standardjti", "HS256").text("jti"))
                .limit(500)
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        RandomBits.assertRandom(ids);
    }
}
