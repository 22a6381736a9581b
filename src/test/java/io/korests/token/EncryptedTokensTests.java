package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.EncryptedToken;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The encrypted tokens of the running service, opened by jose4j. */
class EncryptedTokensTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<Arguments> combinations() {
        return TestClientApps.ALGORITHMS.stream()
                .flatMap(signing -> TestEncryption.ALGORITHMS.stream()
                        .flatMap(algorithm -> TestEncryption.METHODS.stream()
                                .map(method -> Arguments.of(signing, algorithm, method))));
    }

    @ParameterizedTest(name = "{0} in {1} and {2}")
    @MethodSource("combinations")
    void encryptsTheSignedTokenToKoresKey(String signing, String algorithm, String method) {
        String client = "cs-" + TestEncryption.name(signing, algorithm, method);
        EncryptedToken opened = EncryptedToken.open(
                token(client), algorithm, method, TestEncryption.koresKey().getPrivate());
        VerifiedToken token = signing.startsWith("HS")
                ? VerifiedToken.verify(opened.content(), signing, TestKeys.SECRET)
                : VerifiedToken.verify(opened.content(), signing, TestKeys.rsa().getPublic());
        assertThat(JSON.readTree(opened.header()))
                .isEqualTo(JSON.readTree("{\"alg\":\"%s\",\"enc\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}"
                        .formatted(algorithm, method, TestEncryption.KEY_ID)));
        assertThat(JSON.readTree(token.header()))
                .isEqualTo(JSON.readTree("{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(signing)));
        assertThat(token.subject()).isEqualTo("jane@example.com");
        assertThat(token.text("iss")).isEqualTo(client);
    }

    @Test
    void saysInTheHeaderThatItHoldsAJwtWhereConfigured() {
        assertThat(JSON.readTree(openDefault(token("cs-cty")).header()))
                .isEqualTo(JSON.readTree("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\",\"kid\":\"kore-1\","
                        + "\"typ\":\"JWT\",\"cty\":\"JWT\"}"));
    }

    @Test
    void takesKoresKeyAsPemWithAKeyId() {
        assertThat(JSON.readTree(openDefault(token("cs-pem")).header())
                        .get("kid")
                        .stringValue())
                .isEqualTo("Kore \"1\"");
    }

    @Test
    void encryptsWithAnotherContentKeyEveryTime() {
        String[] first = token("cs-travel").split("\\.");
        String[] second = token("cs-travel").split("\\.");
        assertThat(first).hasSize(5).doesNotContain(second[1], second[2], second[3], second[4]);
    }

    private static EncryptedToken openDefault(String token) {
        return EncryptedToken.open(
                token, "RSA-OAEP", "A128CBC-HS256", TestEncryption.koresKey().getPrivate());
    }

    private static String token(String clientId) {
        return TestService.with(TestEncryption.everything())
                .send(HttpCall.post("/api/users/sts")
                        .json("{\"identity\":\"jane@example.com\",\"clientId\":\"" + clientId + "\"}"))
                .jwt();
    }
}
