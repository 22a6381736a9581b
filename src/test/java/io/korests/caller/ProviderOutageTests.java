package io.korests.caller;

import static io.korests.caller.BearerCaller.assertBelieved;
import static io.korests.caller.BearerCaller.assertRefused;
import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The identity provider changes its keys, and goes away. */
@ExtendWith(OutputCaptureExtension.class)
class ProviderOutageTests {

    @Test
    void learnsAKeyThatCameSinceItAsked() {
        try (FakeProvider provider = new FakeProvider().publish("first");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("first"));

            provider.publish("first", "second");

            assertAskedAgain(service, provider.token("second"));
            assertBelieved(service, provider.token("first"));
            assertThat(provider.timesAsked()).isEqualTo(2);
        }
    }

    @Test
    void forgetsAKeyThatTheProviderHasTakenBack() {
        try (FakeProvider provider = new FakeProvider().publish("old");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("old"));

            provider.publish("new");

            assertAskedAgain(service, provider.token("new"));
            await().atMost(Patience.TIME)
                    .until(() -> service.send(bearer(provider.token("old"))).status() != 503);
            assertRefused(service, provider.token("old"));
        }
    }

    @Test
    void doesNotAskTheProviderForEachUnknownKey() {
        try (FakeProvider provider = new FakeProvider().publish("known");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("known"));

            for (int i = 0; i < 50; i++) {
                String guess = "{\"alg\":\"RS256\",\"kid\":\"guess-" + i + "\"}";
                HttpAnswer answer = service.send(bearer(FakeProvider.signed(guess, provider.claims(), "attacker")));
                assertThat(answer.status()).isIn(401, 503);
            }

            assertThat(provider.timesAsked()).isLessThanOrEqualTo(ProviderKeys.READS + 1);
            assertBelieved(service, provider.token("known"));
        }
    }

    @Test
    void believesKnownKeysAndNoOthersWhileTheProviderIsAway() {
        try (FakeProvider provider = new FakeProvider().publish("known");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("known"));

            provider.away(true);
            provider.publish("known", "unknown");

            for (int i = 0; i < 5; i++) {
                assertUnavailable(service, provider.token("unknown"));
                assertBelieved(service, provider.token("known"));
            }
        }
    }

    @Test
    void refusesAndRecoversWhereTheProviderIsAwayFromTheStart() {
        try (FakeProvider provider = new FakeProvider().publish("known")) {
            provider.away(true);
            try (TestService service = TestService.alone(withoutKeySet(provider))) {
                assertUnavailable(service, provider.token("known"));

                provider.away(false);

                await().atMost(Patience.TIME)
                        .until(() ->
                                service.send(bearer(provider.token("known"))).status() != 503);
                assertBelieved(service, provider.token("known"));
            }
        }
    }

    @Test
    void looksForTheKeySetOnceAndNotForEachToken() {
        try (FakeProvider provider = new FakeProvider().publish("first");
                TestService service = TestService.alone(withoutKeySet(provider))) {
            assertBelieved(service, provider.token("first"));

            provider.publish("first", "second");

            assertAskedAgain(service, provider.token("second"));
            assertThat(provider.timesAsked()).isEqualTo(2);
            assertThat(provider.timesDiscovered()).isOne();
        }
    }

    @Test
    void doesNotAskAProviderThatIsAwayForEachToken() {
        try (FakeProvider provider = new FakeProvider().publish("known")) {
            provider.away(true);
            try (TestService service = TestService.alone(withoutKeySet(provider))) {
                for (int i = 0; i < 50; i++) {
                    assertUnavailable(service, provider.token("known"));
                }
            }
            assertThat(provider.timesDiscovered()).isLessThanOrEqualTo(ProviderKeys.READS + 1);
            assertThat(provider.timesAsked()).isZero();
        }
    }

    @Test
    void saysOnceWhyTheKeysCannotBeRead(CapturedOutput output) {
        try (FakeProvider provider = new FakeProvider().publish("known")) {
            provider.away(true);
            Map<String, String> properties = provider.configuration();
            properties.put("logging.level.io.korests.caller", "warn");
            try (TestService service = TestService.alone(properties)) {
                for (int i = 0; i < 5; i++) {
                    assertUnavailable(service, provider.token("known"));
                }
            }
            assertThat(output)
                    .containsOnlyOnce(
                            "The identity provider's keys cannot be read, so no bearer token can be checked: ")
                    .contains(provider.issuer() + "/keys answers with status 503: see the provider's own log");
        }
    }

    /** Refused at once while the provider is asked, then believed. */
    private static void assertAskedAgain(TestService service, String token) {
        assertUnavailable(service, token);
        await().atMost(Patience.TIME).until(() -> service.send(bearer(token)).status() != 503);
        assertBelieved(service, token);
    }

    private static void assertUnavailable(TestService service, String token) {
        HttpAnswer answer = service.send(bearer(token));
        Refused.with(answer, 503, "provider-unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    private static Map<String, String> withoutKeySet(FakeProvider provider) {
        Map<String, String> properties = provider.configuration();
        properties.remove("spring.security.oauth2.resourceserver.jwt.jwk-set-uri");
        return properties;
    }
}
