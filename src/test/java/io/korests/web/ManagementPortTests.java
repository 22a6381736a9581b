package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementPortTests {

    private final TestService service = TestService.usual();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/sbom"
            })
    void servesHealthInfoMetricsAndTheBillOfMaterials(String path) {
        assertThat(get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auditevents",
                "beans",
                "bindings",
                "busrefresh",
                "caches",
                "conditions",
                "configprops",
                "env",
                "env/sts",
                "features",
                "flyway",
                "gateway",
                "heapdump",
                "httpexchanges",
                "integrationgraph",
                "jolokia",
                "liquibase",
                "logfile",
                "loggers",
                "loggers/ROOT",
                "mappings",
                "metrics",
                "pause",
                "quartz",
                "restart",
                "resume",
                "scheduledtasks",
                "serviceregistry",
                "sessions",
                "shutdown",
                "startup",
                "threaddump",
                "vault"
            })
    void servesNothingElse(String endpoint) {
        assertThat(get("/actuator/" + endpoint).status()).isEqualTo(404);
        assertThat(HttpCall.post("/actuator/" + endpoint)
                        .sendTo(service.managementPort())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void listsNothing() {
        assertThat(get("/actuator").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /actuator/health",
                "GET /nothing/here",
                "DELETE /actuator/health",
                "GET /actuator/env",
                "hello"
            })
    void saysNothingOfTheServerAndRepeatsNothing(String requestLine) {
        HttpAnswer answer = HttpCall.raw(requestLine + "?x7y8z9 HTTP/1.1\r\nHost: x7y8z9\r\nConnection: close\r\n\r\n")
                .sendTo(service.managementPort());

        assertThat(answer.all("Server")).isEmpty();
        assertThat(answer.all("X-Powered-By")).isEmpty();
        assertThat(answer.toString())
                .doesNotContain("x7y8z9", "/nothing/here", "Exception", "\tat ")
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContainIgnoringCase("springframework");
    }

    @Test
    void makesNoTokens() {
        HttpCall call = HttpCall.post("/api/users/sts").form("identity=a");

        assertThat(call.sendTo(service.managementPort()).status()).isEqualTo(404);
    }

    @Test
    void isNotServedOnTheMainPort() {
        for (String path : new String[] {
            "/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/refresh", "/actuator/sbom"
        }) {
            assertThat(service.send(HttpCall.of("GET", path)).status()).isEqualTo(404);
            assertThat(service.send(HttpCall.post(path)).status()).isEqualTo(404);
        }
    }

    @Test
    void refreshesUnlessThatIsClosed() {
        Map<String, String> closed = new HashMap<>(TestClientApps.one());
        closed.put("management.endpoint.refresh.access", "none");

        assertThat(refresh(service)).isEqualTo(200);
        assertThat(refresh(TestService.with(closed))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1"})
    void noWebPageMayRefresh(String origin) {
        HttpAnswer answer = HttpCall.post("/actuator/refresh").origin(origin).sendTo(service.managementPort());

        Refused.with(answer, 403, "origin-not-allowed");
    }

    @Test
    void noPageOfAnotherSiteMayRefresh() {
        HttpCall call = HttpCall.post("/actuator/refresh").header("Sec-Fetch-Site", "cross-site");

        Refused.with(call.sendTo(service.managementPort()), 403, "origin-not-allowed");
    }

    @Test
    void bodiesHaveAtMostOneKibibyte() {
        HttpCall refresh = HttpCall.post("/actuator/refresh");

        assertThat(refresh.json("{}").sendTo(service.managementPort()).status()).isEqualTo(200);
        Refused.with(refresh.json(" ".repeat(1025)).sendTo(service.managementPort()), 413, "body-too-large");
        Refused.with(refresh.chunked("{}").sendTo(service.managementPort()), 413, "body-too-large");
    }

    @Test
    void saysNoSecretAnywhere() {
        String all = String.join(
                "",
                get("/actuator/health").text(),
                get("/actuator/info").text(),
                get("/actuator/prometheus").text(),
                HttpCall.post("/actuator/refresh")
                        .sendTo(service.managementPort())
                        .text());

        assertThat(all).contains("travel").doesNotContain(TestKeys.SECRET);
    }

    private static int refresh(TestService of) {
        return HttpCall.post("/actuator/refresh").sendTo(of.managementPort()).status();
    }

    private HttpAnswer get(String path) {
        return HttpCall.of("GET", path).sendTo(service.managementPort());
    }
}
