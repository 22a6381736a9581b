package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.OpenApi;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published keys are described as they are. */
class OpenApiKeysTests {

    private static final String JWKS = "/.well-known/jwks.json";
    private static final String BANK = "/.well-known/bank.pem";

    private final OpenApi api = new OpenApi();
    private final TestService service = TestService.with(clients());

    private static Map<String, String> clients() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        TestClientApps.rs(properties, "bank", "RS256");
        TestClientApps.rs(properties, "club", "RS512");
        return properties;
    }

    private HttpAnswer get(String path) {
        return service.send(HttpCall.of("GET", path));
    }

    @Test
    void describesTheKeys() {
        HttpAnswer answer = get(JWKS);

        assertThat(answer.json().get("keys").size()).isEqualTo(2);
        api.assertDescribes(OpenApi.KEYS, answer);
    }

    @Test
    void describesNoKeys() {
        HttpAnswer answer = TestService.with(TestClientApps.one()).send(HttpCall.of("GET", JWKS));

        assertThat(answer.text()).isEqualTo("{\"keys\":[]}");
        api.assertDescribes(OpenApi.KEYS, answer);
    }

    @Test
    void describesTheKeyForPasting() {
        HttpAnswer answer = get(BANK);

        assertThat(answer.status()).isEqualTo(200);
        api.assertDescribes(OpenApi.PEM, answer);
    }

    @ParameterizedTest
    @CsvSource({JWKS + ',' + OpenApi.KEYS, BANK + ',' + OpenApi.PEM})
    void describesThatNothingChanged(String path, String operation) {
        String etag = get(path).header("ETag");

        HttpAnswer answer = service.send(HttpCall.of("GET", path).header("If-None-Match", etag));

        assertThat(answer.status()).isEqualTo(304);
        api.assertDescribes(operation, answer);
    }

    @ParameterizedTest
    @CsvSource({"travel", "nobody"})
    void describesThatAClientHasNone(String client) {
        api.assertDescribesByExample(OpenApi.PEM, get("/.well-known/" + client + ".pem"));
    }

    @ParameterizedTest
    @CsvSource({JWKS + ',' + OpenApi.KEYS, BANK + ',' + OpenApi.PEM})
    void describesThatAllIsSwitchedOff(String path, String operation) {
        Map<String, String> properties = clients();
        properties.put("sts.jwks.enabled", "false");

        HttpAnswer answer = TestService.with(properties).send(HttpCall.of("GET", path));

        assertThat(answer.status()).isEqualTo(404);
        api.assertDescribes(operation, answer);
    }

    @ParameterizedTest
    @CsvSource({JWKS + ',' + OpenApi.KEYS, BANK + ',' + OpenApi.PEM})
    void describesThatTheyAreForReading(String path, String operation) {
        HttpAnswer answer = service.send(HttpCall.post(path).json("{}"));

        assertThat(answer.status()).isEqualTo(405);
        api.assertDescribes(operation, answer);
    }

    @ParameterizedTest
    @CsvSource({JWKS + ',' + OpenApi.KEYS, BANK + ',' + OpenApi.PEM})
    void describesThatAPageOfAnotherSiteMayNotRead(String path, String operation) {
        HttpAnswer answer = service.send(HttpCall.of("GET", path).origin("https://evil.example"));

        assertThat(answer.status()).isEqualTo(403);
        api.assertDescribesByExample(operation, answer);
    }
}
