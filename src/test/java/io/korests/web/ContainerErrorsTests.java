package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that Tomcat gives up on before any filter sees them. They have no CORS headers: which page asks is not known of a
 * request that cannot be read, and no browser sends one like these.
 */
class ContainerErrorsTests {

    private static final String HOST = "Host: sts.example.com\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n";
    private static final String END = "Connection: close\r\n\r\n";

    private final TestService service = TestService.usual();

    static Stream<Arguments> malformed() {
        return Stream.of(lines(), headers(), framing(), targets()).flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> lines() {
        return Stream.of(
                raw("no HTTP at all", "hello\r\n\r\n"),
                raw("TLS on the plain port", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                raw("HTTP/3.7", "POST /api/users/sts HTTP/3.7\r\n" + HOST + END),
                raw("http/1.1 in small letters", "POST /api/users/sts http/1.1\r\n" + HOST + END),
                raw("a method with a space in front", " POST /api/users/sts HTTP/1.1\r\n" + HOST + END),
                raw("a method that is no token", "PO(ST /api/users/sts HTTP/1.1\r\n" + HOST + END),
                raw("a NUL in the request line", "POST /api/users/sts\0 HTTP/1.1\r\n" + HOST + END));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                good("no Host", ""),
                good("two Hosts", HOST + HOST),
                good("a Host that is none", "Host: a b\r\n"),
                good("a Host with a port past 65535", "Host: a:65536x\r\n"),
                good("a header without colon", HOST + "Accept\r\n"),
                good("a header name with a space", HOST + "Acc ept: */*\r\n"),
                good("a header with a NUL", HOST + "Accept: a\0b\r\n"),
                good("a folded header", HOST + "Accept: a,\r\n b\r\n"),
                good("a header of 9000 characters", HOST + "X-Long: " + "x".repeat(9000) + "\r\n"),
                good("101 headers", HOST + "X: y\r\n".repeat(101)),
                good("an expectation that nobody can meet", HOST + "Expect: 200-ok\r\n"));
    }

    private static Stream<Arguments> framing() {
        return Stream.of(
                post("a Content-Length that is no number", HOST + "Content-Length: x\r\n"),
                post("a negative Content-Length", HOST + "Content-Length: -1\r\n"),
                post("a Content-Length past 63 bits", HOST + "Content-Length: 99999999999999999999\r\n"),
                post("two Content-Lengths", HOST + "Content-Length: 0\r\nContent-Length: 1\r\n"),
                post("two Content-Lengths in one", HOST + "Content-Length: 0, 0\r\n"),
                post(
                        "Content-Length and chunks",
                        HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                        "0\r\n\r\n"),
                post("an unknown transfer coding", HOST + "Transfer-Encoding: brotli\r\n"),
                post("chunks and another coding over them", HOST + "Transfer-Encoding: chunked, brotli\r\n"),
                post("chunks twice", HOST + "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"));
    }

    private static Stream<Arguments> targets() {
        return Stream.of(
                        "/api/users/sts?identity={a}",
                        "/api/users/sts?a=\"",
                        "/api/users/<sts>",
                        "/api/users/sts|x",
                        "/api\\users\\sts",
                        "/api/users/sts%",
                        "/api/users/sts%0",
                        "/api/users/sts%zz",
                        "/api/users/sts%00",
                        "/api%2fusers%2fsts",
                        "/api%5cusers",
                        "/..",
                        "/../api/users/sts",
                        "/..;/api/users/sts",
                        "/%2e%2e/api/users/sts",
                        "api/users/sts",
                        "/api/users/sts%ff",
                        "/api/users/sts%c0%ae",
                        "/api/users/st\u00e9",
                        "http://[::1/api/users/sts")
                .map(target -> raw(
                        "the target " + target,
                        "POST " + target + " HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n" + END));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void areProblemsToo(String name, HttpCall call) {
        HttpAnswer answer = service.send(call);

        assertThat(answer.status()).as("%s%n%s", name, answer).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).as(answer.toString()).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().get("type").stringValue()).startsWith("urn:kore-sts:");
        assertThat(answer.json().get("status").intValue()).isEqualTo(answer.status());
        assertThat(answer.json().get("errors").get(0).get("code").intValue()).isEqualTo(answer.status());
        assertThat(answer.json().get("errors").get(0).get("msg").stringValue()).isNotBlank();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(answer.toString()).doesNotContain("Exception", "Tomcat", "<html", "\tat ");
    }

    /** Compose makes such names of services. */
    @ParameterizedTest
    @ValueSource(strings = {"kore_sts:7000", "kore_sts", "my_app.example.com", "_a", "http://kore_sts/api/users/sts"})
    void sayThatAHostHasAnUnderscore(String host) {
        String target = host.startsWith("http") ? host : "/api/users/sts";
        String name = host.startsWith("http") ? "kore_sts" : host;

        HttpAnswer answer = service.send(HttpCall.raw("POST " + target + " HTTP/1.1\r\nHost: " + name + "\r\n" + END));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:malformed-request");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("The host name in the Host header has an underscore, which no host name may have: call this"
                        + " service by another name, such as a network alias of it.");
    }

    @Test
    void sayNothingOfUnderscoresWhereThereIsNone() {
        HttpAnswer answer = service.send(HttpCall.raw("POST /api/users/sts HTTP/1.1\r\nHost: a b\r\n" + END));

        assertThat(answer.json().get("detail").stringValue()).isEqualTo("The HTTP request is malformed.");
    }

    @Test
    void saysNoMoreThanTheHeadersToHead() {
        HttpAnswer answer = service.send(HttpCall.of("HEAD", "/api/users/sts"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void nameNoMethodThatNothingTakes() {
        for (int port : new int[] {service.port(), service.managementPort()}) {
            HttpAnswer answer = HttpCall.of("OPTIONS", "*").sendTo(port);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST, OPTIONS");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.text()).isEmpty();
        }
        assertThat(service.send(HttpCall.of("GET", "*")).status()).isEqualTo(400);
    }

    @Test
    void doesNotEchoATrace() {
        HttpAnswer answer =
                service.send(HttpCall.of("TRACE", "/api/users/sts").header("Authorization", "Bearer secret"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.toString()).doesNotContain("secret");
    }

    /** With a body that would get a token. */
    private static Arguments good(String name, String headers) {
        return post(name, headers + FORM, "identity=a");
    }

    private static Arguments post(String name, String headers) {
        return post(name, headers, "");
    }

    private static Arguments post(String name, String headers, String body) {
        return raw(name, "POST /api/users/sts HTTP/1.1\r\n" + headers + END + body);
    }

    private static Arguments raw(String name, String bytes) {
        return Arguments.of(name, HttpCall.raw(bytes));
    }
}
