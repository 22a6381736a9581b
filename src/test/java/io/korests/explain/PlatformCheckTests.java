package io.korests.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.Patience;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class PlatformCheckTests {

    private final FakePlatform kore = new FakePlatform();

    @AfterEach
    void stop() {
        kore.close();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = TestClientApps.one();
        TestClientApps.hs(properties, "untried", "HS256");
        properties.put("sts.clients.travel.platform.api-url", kore.apiUrl());
        properties.put("sts.clients.travel.platform.bot-name", "Travel");
        properties.put("sts.clients.travel.platform.bot-id", "st-1");
        return properties;
    }

    private static JsonNode health(TestService service) {
        return service.management("health").json();
    }

    @Test
    void saysWhetherKoreTakesTheTokens(CapturedOutput output) {
        Map<String, String> properties = properties();
        properties.put("sts.platform-check.interval", "1h");
        properties.put("logging.level.io.korests.explain", "info");
        try (TestService service = TestService.alone(properties)) {
            await().atMost(Patience.TIME)
                    .until(() -> health(service)
                            .at("/components/platform/status")
                            .stringValue("")
                            .equals("UP"));
            assertThat(health(service).at("/components/platform/details").toString())
                    .isEqualTo("{\"travel\":\"taken, as cs-travel/4gS\"}");
            assertThat(metrics(service)).contains("sts_platform_accepted{client=\"travel\"} 1.0");

            kore.refuses("invalid signature");
            service.bean(PlatformCheck.class).askAll();
            service.bean(PlatformCheck.class).askAll();

            HttpAnswer answer = service.management("health");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("status").stringValue()).isEqualTo("REFUSED");
            assertThat(answer.json().at("/components/platform/details/travel").stringValue())
                    .startsWith("refused: \"error verifying the jwt: invalid signature\" The client's secret");
            assertThat(metrics(service)).contains("sts_platform_accepted{client=\"travel\"} 0.0");
            assertThat(service.management("health/readiness").status()).isEqualTo(200);

            kore.says(503, "{}");
            service.bean(PlatformCheck.class).askAll();

            assertThat(health(service).at("/components/platform/status").stringValue())
                    .isEqualTo("UNKNOWN");
            assertThat(metrics(service)).contains("sts_platform_accepted{client=\"travel\"} NaN");
        }
        assertThat(output.getOut())
                .containsOnlyOnce("Tokens of client travel at Kore: taken, as cs-travel/4gS")
                .containsOnlyOnce("Tokens of client travel at Kore: refused: \"error verifying the jwt: invalid")
                .containsOnlyOnce("Tokens of client travel at Kore: not reached: an answer with status 503")
                .doesNotContain("access-token-of-kore");
    }

    private static String metrics(TestService service) {
        return service.management("prometheus").text();
    }

    @Test
    void isOffByDefault() {
        TestService service = TestService.with(TestClientApps.one());

        assertThat(health(service).at("/components/platform").isMissingNode()).isTrue();
        assertThat(metrics(service)).doesNotContain("sts_platform");
    }
}
