package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint's paths, and what it takes and answers as HTTP. */
class EndpointTests {

    private static final int LIMIT = 16 * 1024;

    private final TestService service = TestService.usual();

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/sts", "/api/users/sts/", "/users/sts", "/users/sts/"})
    void answersAtEachPathWithoutARedirect(String path) {
        for (HttpCall call : List.of(
                HttpCall.post(path).json("{\"identity\":\"a\"}"),
                HttpCall.post(path).form("identity=a"))) {
            HttpAnswer answer = service.send(call);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.text()).matches("\\{\"jwt\":\"[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\"}");
            assertThat(answer.all("Location")).isEmpty();
            assertThat(answer.all("Set-Cookie")).isEmpty();
            assertThat(answer.all("Server")).isEmpty();
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/users/sts",
                "/./api/users/sts",
                "/x/../api/users/sts",
                "/api/users/sts//",
                "/api/users/sts;x=1",
                "/api/users/%73ts"
            })
    void pathsThatOnlyLeadThereAreNotServed(String path) {
        assertThat(service.send(HttpCall.post(path).form("identity=a")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=\"utf-8\"",
                "application/json; charset=utf8",
                "Application/JSON",
                "application/json; odata=verbose"
            })
    void takesJsonHoweverItIsDeclared(String type) {
        assertThat(service.send(post().header("Content-Type", type).body("{\"identity\":\"é\"}"))
                        .jwt())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-8"
            })
    void takesFormsHoweverTheyAreDeclared(String type) {
        assertThat(service.send(post().header("Content-Type", type).body("identity=%C3%A9"))
                        .jwt())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json",
                "application/json;q=0.1",
                "text/html, */*;q=0.1",
                "application/json, text/plain, */*",
                "application/json, text/javascript, */*; q=0.01",
                ""
            })
    void answersWhoeverTakesJson(String accept) {
        assertThat(service.send(post().header("Accept", accept).form("identity=a"))
                        .jwt())
                .isNotEmpty();
    }

    @Test
    void readsSeveralAcceptHeadersAsOne() {
        HttpCall call = post().header("Accept", "text/html").header("Accept", "application/json");

        assertThat(service.send(call.form("identity=a")).jwt()).isNotEmpty();
    }

    static Stream<HttpCall> of16KiB() {
        String json = BadProtocol.padded(LIMIT);
        String form = "identity=a&x=" + "y".repeat(LIMIT - 13);
        return Stream.of(
                post().json(json),
                post().header("Content-Type", "application/json").chunked(json),
                post().form(form),
                post().header("Content-Type", "application/x-www-form-urlencoded")
                        .chunked(form),
                post().header("Content-Encoding", "identity").form(form));
    }

    @ParameterizedTest
    @MethodSource("of16KiB")
    void takesBodiesOf16KiB(HttpCall call) {
        assertThat(service.send(call).jwt()).isNotEmpty();
    }

    @Test
    void answersOptionsThatAreNoPreflight() {
        HttpAnswer answer = service.send(HttpCall.of("OPTIONS", "/api/users/sts"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
    }

    /** This one offers to change to HTTP/2 with every request. */
    @Test
    void answersTheHttpClientOfTheJdk() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.port() + "/api/users/sts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"identity\":\"a\"}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"jwt\":\"");
    }

    @Test
    void readsNothingFromTheQuery() {
        HttpCall call = HttpCall.post("/api/users/sts?identity=root&clientId=cs-audiences&isAnonymous=true&aud="
                + TestClientApps.OTHER_AUDIENCE);

        VerifiedToken token = service.verified(call.form("identity=jane"));

        assertThat(token.subject()).isEqualTo("jane");
        assertThat(token.text("iss")).isEqualTo("cs-travel");
        assertThat(token.text("aud")).isEqualTo(TestClientApps.DEFAULT_AUDIENCE);
        assertThat(token.claims().get("isAnonymous").booleanValue()).isFalse();
        Refused.with(service.send(call.form("")), 400, "missing-identity");
        Refused.with(service.send(call.json("{}")), 400, "missing-identity");
    }

    @Test
    void makesANewTokenForEveryCall() {
        HttpCall call = post().form("identity=a&clientId=cs-hs256standardjti");

        assertThat(service.send(call).jwt()).isNotEqualTo(service.send(call).jwt());
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }
}
