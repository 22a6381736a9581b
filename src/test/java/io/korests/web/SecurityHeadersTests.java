package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityHeadersTests {

    private final TestService service = TestService.usual();

    static Stream<HttpCall> calls() {
        HttpCall post = HttpCall.post("/api/users/sts");
        return Stream.of(
                post.form("identity=a"),
                post.form("identity=a").origin(TestClientApps.ORIGIN),
                post.form("identity=a").origin("https://evil.example"),
                post.form("identity="),
                post.json("{"),
                HttpCall.of("GET", "/api/users/sts"),
                HttpCall.of("OPTIONS", "/api/users/sts"),
                HttpCall.of("OPTIONS", "/api/users/sts")
                        .origin(TestClientApps.ORIGIN)
                        .header("Access-Control-Request-Method", "POST"),
                HttpCall.of("GET", "/nothing/here"),
                HttpCall.of("GET", "/"),
                HttpCall.of("GET", "/favicon.ico"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyAnswerForbidsSniffingFramingReferringAndSaysNoMore(HttpCall call) {
        HttpAnswer answer = service.send(call);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.all("Strict-Transport-Security")).isEmpty();
        assertSaysNothingOfTheServer(answer);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void noAnswerWithABodyMayBeStored(HttpCall call) {
        HttpAnswer answer = service.send(call);

        if (answer.body().length > 0) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    static Stream<HttpCall> notHttp() {
        return Stream.of(
                HttpCall.raw("hello\r\n\r\n"),
                HttpCall.raw("POST /api/users/sts HTTP/1.1\r\nConnection: close\r\n\r\n"),
                HttpCall.post("/api/users/sts").header("X-Long", "x".repeat(9_000)));
    }

    @ParameterizedTest
    @MethodSource("notHttp")
    void errorsOfTomcatSayNothingOfTheServerEither(HttpCall call) {
        assertSaysNothingOfTheServer(service.send(call));
    }

    private static void assertSaysNothingOfTheServer(HttpAnswer answer) {
        assertThat(answer.all("Server")).isEmpty();
        assertThat(answer.all("X-Powered-By")).isEmpty();
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.toString()).doesNotContainIgnoringCase("tomcat").doesNotContainIgnoringCase("spring");
    }
}
