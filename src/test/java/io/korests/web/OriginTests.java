package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.audit.CapturedLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTests {

    private static final String ASKED = "Access-Control-Request-Headers";

    private final TestService service = TestService.usual();

    @Test
    void letsAnAllowedPageReadTheAnswer() {
        HttpAnswer answer = service.send(post().origin(TestClientApps.ORIGIN).json("{\"identity\":\"a\"}"));

        assertThat(answer.jwt()).isNotEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestClientApps.ORIGIN);
        assertThat(answer.header("Access-Control-Expose-Headers")).isEqualTo("X-Request-Id, Retry-After");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(answer.all("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void letsAnAllowedPageReadTheIdOfARefusalToo() {
        HttpAnswer answer = service.send(post().origin(TestClientApps.ORIGIN).json("{"));

        assertThat(answer.header("Access-Control-Expose-Headers")).isEqualTo("X-Request-Id, Retry-After");
        assertThat(answer.json().get("requestId").stringValue()).isEqualTo(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/sts", "/api/users/sts/", "/users/sts", "/users/sts/"})
    void answersEveryPreflightOfTheSdks(String path) {
        for (String headers : List.of("content-type", "authorization,content-type,state", "baggage,sentry-trace")) {
            HttpAnswer answer =
                    service.send(preflight(path).origin(TestClientApps.ORIGIN).header(ASKED, headers));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestClientApps.ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST");
            assertThat(answer.header("Access-Control-Allow-Headers").split(", "))
                    .containsExactlyInAnyOrder(
                            "content-type",
                            "authorization",
                            "state",
                            "traceparent",
                            "tracestate",
                            "baggage",
                            "sentry-trace",
                            "x-requested-with");
            assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
            assertThat(answer.header("Vary")).isEqualTo("Origin");
            assertThat(answer.all("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(answer.text()).isEmpty();
        }
    }

    @Test
    void refusesThePreflightOfAnotherPage() {
        HttpAnswer answer = service.send(preflight("/api/users/sts").origin("https://evil.example"));

        assertRefused(answer);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://www.example.com",
                "https://www.example.com:8443",
                "https://www.example.com.evil.example",
                "https://evil.example/https://www.example.com",
                "https://example.com",
                "https://sub.www.example.com",
                "https://wwwXexample.com",
                "https://WWW.EXAMPLE.COM",
                "https://www.example.com/",
                "https://user@www.example.com",
                "https://www.example.com https://evil.example",
                "https://www.example.com, https://evil.example",
                "null",
                "*",
                "",
                "garbage",
                "file://",
                "http://[",
                "https://www.example.com:99999",
                "http://evil.example:7000"
            })
    void givesNoTokenToAnotherPage(String origin) {
        assertRefused(service.send(post().origin(origin).json("{\"identity\":\"a\"}")));
        assertRefused(service.send(post().origin(origin).form("identity=a")));
        assertRefused(service.send(post().origin(origin)));
        assertRefused(service.send(HttpCall.of("GET", "/api/users/sts").origin(origin)));
        assertRefused(service.send(HttpCall.post("/nothing/here").origin(origin)));
    }

    @Test
    void doesNotChooseAmongSeveralOrigins() {
        assertRefused(service.send(post().origin(TestClientApps.ORIGIN)
                .origin("https://evil.example")
                .form("identity=a")));
        assertRefused(service.send(post().origin(TestClientApps.ORIGIN)
                .origin(TestClientApps.ORIGIN)
                .form("identity=a")));
    }

    @Test
    void refusesABrowserThatComesFromAnotherSiteAndDoesNotSayFromWhere() {
        assertRefused(service.send(post().header("Sec-Fetch-Site", "cross-site").form("identity=a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "none"})
    void takesABrowserThatDoesNotComeFromAnotherSite(String site) {
        assertThat(service.send(post().header("Sec-Fetch-Site", site).form("identity=a"))
                        .jwt())
                .isNotEmpty();
    }

    @Test
    void takesPhonesWhichSendNoOrigin() {
        HttpAnswer answer = service.send(post().form("identity=a"));

        assertThat(answer.jwt()).isNotEmpty();
        assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void takesItsOwnPages() {
        HttpCall own = post().header("Host", "localhost:7000").origin("http://localhost:7000");

        assertThat(service.send(own.form("identity=a")).jwt()).isNotEmpty();
    }

    /** A page that a gateway serves by TLS: the service sees plain HTTP. */
    @Test
    void takesItsOwnPagesBehindAGatewayThatEndsTls() {
        TestService named = named("sts.example.com");

        for (String host : List.of("sts.example.com", "sts.example.com:8443")) {
            HttpCall own = post().header("Host", host).origin("https://" + host);
            assertThat(named.send(own.form("identity=a")).jwt()).isNotEmpty();
        }
        assertRefused(named.send(post().header("Host", "sts.example.com")
                .origin("https://evil.example")
                .form("identity=a")));
        assertRefused(named.send(post().header("Host", "sts.example.com")
                .origin("https://sts.example.com:8443")
                .form("identity=a")));
        assertRefused(named.send(post().header("Host", "sts.example.com")
                .origin("ftp://sts.example.com")
                .form("identity=a")));
    }

    /** DNS rebinding: the page's own name leads here, so that its origin and the host are the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:7000",
                "evil.example",
                "127.0.0.1.evil.example:7000",
                "localhost.evil.example",
                "LOCALHOST",
                "10.0.0.1:7000",
            })
    void aNameThatLeadsHereIsNotItsOwn(String host) {
        assertRefused(service.send(
                post().header("Host", host).origin("http://" + host).form("identity=a")));
        assertRefused(service.send(
                post().header("Host", host).origin("https://" + host).form("identity=a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:7000", "[::1]:7000"})
    void theLoopbackIsNotItsOwnWhereOtherNamesAreListed(String host) {
        assertRefused(named("sts.example.com")
                .send(post().header("Host", host).origin("http://" + host).form("identity=a")));
    }

    @Test
    void furtherHeadersCanBeAllowed() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.cors.allowed-origins", TestClientApps.ORIGIN);
        properties.put("sts.cors.allowed-headers", "X-Datadog-Trace-Id, newrelic");
        TestService more = TestService.with(properties);

        assertThat(more.send(preflight("/api/users/sts").origin(TestClientApps.ORIGIN))
                        .header("Access-Control-Allow-Headers"))
                .contains("content-type, ", "x-datadog-trace-id", "newrelic");
    }

    /** The request itself never comes, so nothing else would say why the chat is dead. */
    @Test
    void whyABrowserStopsAPageIsLoggedOnce() {
        TestService alone = named("any.example");
        try (CapturedLog log = new CapturedLog("io.korests.web")) {
            for (int i = 0; i < 3; i++) {
                alone.send(preflight("/api/users/sts")
                        .origin(TestClientApps.ORIGIN)
                        .header(ASKED, "content-type, X-Custom,x-custom"));
                alone.send(preflight("/api/users/sts").origin("https://other.example"));
            }

            assertThat(log.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "Pages of " + TestClientApps.ORIGIN
                                    + " ask with the header x-custom, so their browsers stop the"
                                    + " request: list it in sts.cors.allowed-headers, or have the page leave it out",
                            "Pages of https://other.example ask and may not: sts.cors.allowed-origins does not list it");
        }
    }

    @Test
    void nobodyFillsTheLogWithPreflights() {
        OriginFilter.Mistakes mistakes = new OriginFilter.Mistakes();
        try (CapturedLog log = new CapturedLog("io.korests.web")) {
            for (String forged : List.of("", "x", "https://a b", "https://a\u001b[2J", "https://" + "a".repeat(256))) {
                mistakes.notAllowed(forged);
                mistakes.headerNotAllowed(forged, "x-custom");
            }
            mistakes.headerNotAllowed("https://www.example.com", "x: y");
            mistakes.headerNotAllowed("https://www.example.com", "x".repeat(65));
            assertThat(log.events()).isEmpty();

            for (int i = 0; i < 2 * OriginFilter.Mistakes.MOST; i++) {
                mistakes.notAllowed("https://a" + i);
                mistakes.headerNotAllowed("https://www.example.com", "x-" + i);
            }
            assertThat(log.events()).hasSize(OriginFilter.Mistakes.MOST);
        }
    }

    private static TestService named(String host) {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.cors.allowed-origins", TestClientApps.ORIGIN);
        properties.put("sts.cors.own-hosts", host);
        return TestService.with(properties);
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example", "null", "http://localhost:3000"})
    void letsEveryPageInWhereAStarIsWritten(String origin) {
        TestService open = TestService.with(TestClientApps.oneForEveryPage());

        HttpAnswer answer = open.send(post().origin(origin).form("identity=a"));

        assertThat(answer.jwt()).isNotEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.all("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(open.send(preflight("/api/users/sts").origin(origin)).status())
                .isEqualTo(204);
        assertThat(open.send(HttpCall.post("/nothing/here").origin(origin)).header("Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    void letsNoPageInWhereNoneIsWritten() {
        TestService closed = TestService.with(TestClientApps.twoWithoutDefault());

        assertRefused(closed.send(post().origin(TestClientApps.ORIGIN).form("identity=a&clientId=cs-one")));
        assertThat(closed.send(post().form("identity=a&clientId=cs-one")).jwt()).isNotEmpty();
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private static HttpCall preflight(String path) {
        return HttpCall.of("OPTIONS", path).header("Access-Control-Request-Method", "POST");
    }

    private static void assertRefused(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:origin-not-allowed");
        assertThat(answer.json().get("errors").get(0).get("msg").stringValue())
                .isEqualTo("Pages of this origin may not ask: sts.cors.allowed-origins does not list it.");
    }
}
