package io.korests.caller;

import static io.korests.caller.BearerCaller.assertBelieved;
import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What an operator sees of the identity provider. */
@ExtendWith(OutputCaptureExtension.class)
class ProviderHealthTests {

    @Test
    void aStartWithoutTheProviderIsReadyAndRecovers(CapturedOutput output) {
        try (FakeProvider provider = new FakeProvider().publish("k1")) {
            provider.away(true);
            try (TestService service = start(provider)) {
                assertThat(service.management("health/readiness").status()).isEqualTo(200);
                HttpAnswer answer = service.send(bearer(provider.token("k1")));
                Refused.with(answer, 503, "provider-unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("5");
                assertThat(service.verified("{\"isAnonymous\":true}").isAnonymous())
                        .isTrue();
                String trouble = "The identity provider at " + provider.issuer()
                        + "/keys answers with status 503: see the" + " provider's own log; redirects are not followed";
                JsonNode down = health(service);
                assertThat(down.get("status").stringValue()).isEqualTo("DOWN");
                assertThat(down.get("details").get("cause").stringValue()).isEqualTo(trouble);
                assertThat(service.management("health/readiness").status()).isEqualTo(200);

                provider.away(false);
                refresh(service);

                JsonNode up = health(service);
                assertThat(up.get("status").stringValue()).isEqualTo("UP");
                assertThat(up.get("details").get("keys").get(0).stringValue()).isEqualTo("k1 (RSA 2048 bits)");
                assertBelieved(service, provider.token("k1"));
                assertThat(output)
                        .containsOnlyOnce(
                                "The identity provider's keys cannot be read, so no bearer token can be checked: "
                                        + trouble)
                        .containsOnlyOnce("The identity provider's keys can be read again");
            }
        }
    }

    @Test
    void knownKeysThatCannotBeReadAgainAreStale() {
        try (FakeProvider provider = new FakeProvider().publish("k1");
                TestService service = start(provider)) {
            assertBelieved(service, provider.token("k1"));
            provider.away(true);

            refresh(service);

            assertThat(health(service).get("status").stringValue()).isEqualTo("STALE");
            assertThat(service.management("health").status()).isEqualTo(200);
            assertBelieved(service, provider.token("k1"));
            assertThat(service.management("prometheus").text())
                    .contains("sts_provider_keys_refresh_total{outcome=\"success\"} 1.0")
                    .contains("sts_provider_keys_refresh_total{outcome=\"failure\"} 1.0")
                    .contains("sts_provider_keys_age_seconds ");
        }
    }

    @Test
    void aRefreshReadsTheKeysAnew() {
        try (FakeProvider provider = new FakeProvider().publish("old");
                TestService service = start(provider)) {
            assertBelieved(service, provider.token("old"));
            provider.publish("new");

            refresh(service);

            assertThat(health(service).get("details").get("keys").get(0).stringValue())
                    .isEqualTo("new (RSA 2048 bits)");
            assertBelieved(service, provider.token("new"));
            assertThat(provider.timesAsked()).isEqualTo(2);
        }
    }

    private static TestService start(FakeProvider provider) {
        Map<String, String> properties = provider.configuration();
        properties.put("logging.level.io.korests.caller", "info");
        return TestService.alone(properties);
    }

    private static void refresh(TestService service) {
        assertThat(HttpCall.post("/actuator/refresh")
                        .sendTo(service.managementPort())
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode health(TestService service) {
        return service.management("health").json().get("components").get("identityProvider");
    }
}
