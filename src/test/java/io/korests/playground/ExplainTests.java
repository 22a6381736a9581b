package io.korests.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestKeys;
import io.korests.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the page asks about a token; {@code ExplainerTests} has the findings. */
class ExplainTests {

    private static TestService on() {
        return PublicFactsTests.service();
    }

    private static HttpCall call() {
        return HttpCall.post("/playground/explain").header("Content-Type", "application/jwt");
    }

    private static String token() {
        return on().send(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}"))
                .jwt();
    }

    @Test
    void findsNothingInItsOwnToken() {
        HttpAnswer answer = on().send(call().body(token()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text()).isEqualTo("{\"client\":\"travel\",\"accepted\":true,\"findings\":[]}");
    }

    @Test
    void tellsEachFinding() {
        JsonNode answer =
                on().send(call().body(token().replaceFirst("[^.]*$", ""))).json();

        assertThat(answer.get("accepted").booleanValue()).isFalse();
        assertThat(answer.get("findings")).hasSize(1);
        assertThat(answer.get("findings").get(0).propertyNames())
                .containsExactly("id", "refused", "sentence", "detail", "fix", "source");
        assertThat(answer.at("/findings/0/id").stringValue()).isEqualTo("unsigned");
    }

    /** Somebody pastes the wrong thing. */
    @Test
    void echoesNoSecretThatIsPastedInstead() {
        HttpAnswer answer = on().send(call().body(TestKeys.SECRET));

        assertThat(answer.json().at("/findings/0/id").stringValue()).isEqualTo("not-a-token");
        assertThat(answer.text()).doesNotContain(TestKeys.SECRET);
    }

    @Test
    void isNotThereUnlessThePlaygroundIs() {
        TestService off = TestService.with(PublicFactsTests.clients());

        assertThat(off.send(call().body(token())).status()).isEqualTo(404);
    }

    @Test
    void answersNoPageOfAnotherSite() {
        assertThat(on().send(call().origin("https://evil.example.com").body("x"))
                        .status())
                .isEqualTo(403);
        assertThat(on().send(call().header("Sec-Fetch-Site", "cross-site").body("x"))
                        .status())
                .isEqualTo(403);
    }

    /** A form of another site could send these. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json"})
    void takesNoOtherMediaType(String type) {
        HttpAnswer answer = on().send(HttpCall.post("/playground/explain")
                .header("Content-Type", type)
                .body(token()));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:unsupported-media-type");
    }

    @Test
    void readsNoMoreThanOfARequestForATokenAndNoPackedBody() {
        assertThat(on().send(call().body("x".repeat(16 * 1024 + 1))).status()).isEqualTo(413);
        assertThat(on().send(call().chunked("x".repeat(16 * 1024 + 1))).status())
                .isEqualTo(413);
        assertThat(on().send(call().header("Content-Encoding", "gzip").body("x"))
                        .status())
                .isEqualTo(415);
        assertThat(on().send(call().body(new byte[] {(byte) 0xff, (byte) 0xfe, 'x'}))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT"})
    void isAskedByPostOnly(String method) {
        HttpAnswer answer = on().send(HttpCall.of(method, "/playground/explain"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }
}
