package io.korests.caller;

import static io.korests.caller.BearerCaller.assertBelieved;
import static io.korests.caller.BearerCaller.assertRefused;
import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestService;
import io.korests.caller.ProviderConfiguration.KeyCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** The identity provider changes its keys, and goes away. */
@ExtendWith(OutputCaptureExtension.class)
class ProviderOutageTests {

    private static final KeyCache SHORT =
            new KeyCache(Duration.ofMillis(200), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(1));

    @Test
    void learnsAKeyThatCameSinceItAsked() {
        try (FakeProvider provider = new FakeProvider().publish("first");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("first"));

            provider.publish("first", "second");

            assertBelieved(service, provider.token("second"));
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

            assertBelieved(service, provider.token("new"));
            assertRefused(service, provider.token("old"));
        }
    }

    @Test
    void keepsKnownKeysHoweverLongTheProviderIsAway() throws IOException {
        try (FakeProvider provider = new FakeProvider().publish("known")) {
            JWKSource<SecurityContext> keys = SHORT.of(ProviderKeySet.at(
                    provider.issuer() + "/keys", new ProviderState(new SimpleMeterRegistry(), System::nanoTime), null));
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
            String token = provider.token("known");
            decoder.decode(token);

            provider.away(true);

            // The keys are asked for anew whenever they are old, and believed whatever comes of it.
            await().atMost(Patience.TIME).until(() -> {
                assertThat(decoder.decode(token).getClaimAsString("email")).isEqualTo("jane@example.com");
                return provider.timesAsked() >= 4;
            });
            ((Closeable) keys).close();
        }
    }

    @Test
    void doesNotAskTheProviderForEachUnknownKey() {
        try (FakeProvider provider = new FakeProvider().publish("known");
                TestService service = TestService.alone(provider.configuration())) {
            assertBelieved(service, provider.token("known"));

            for (int i = 0; i < 50; i++) {
                assertRefused(
                        service,
                        FakeProvider.signed(
                                "{\"alg\":\"RS256\",\"kid\":\"guess-" + i + "\"}", provider.claims(), "attacker"));
            }

            assertThat(provider.timesAsked()).isLessThanOrEqualTo(3);
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
                assertRefused(service, provider.token("unknown"));
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

            assertBelieved(service, provider.token("second"));
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
            assertThat(provider.timesDiscovered()).isLessThanOrEqualTo(3);
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

    @Test
    void noThreadReadsKeysOnceTheServiceHasEnded() {
        try (FakeProvider provider = new FakeProvider().publish("known")) {
            TestService service = TestService.alone(provider.configuration());
            assertBelieved(service, provider.token("known"));
            JWKSetBasedJWKSource<?> keys = (JWKSetBasedJWKSource<?>) service.bean(JWKSource.class);
            RefreshAheadCachingJWKSetSource<?> cache = (RefreshAheadCachingJWKSetSource<?>) keys.getJWKSetSource();

            service.close();

            assertThat(cache.getExecutorService().isShutdown()).isTrue();
            assertThat(cache.getScheduledExecutorService().isShutdown()).isTrue();
        }
    }

    private static void assertUnavailable(TestService service, String token) {
        Refused.with(service.send(bearer(token)), 503, "provider-unavailable");
    }

    private static Map<String, String> withoutKeySet(FakeProvider provider) {
        Map<String, String> properties = provider.configuration();
        properties.remove("spring.security.oauth2.resourceserver.jwt.jwk-set-uri");
        return properties;
    }
}
