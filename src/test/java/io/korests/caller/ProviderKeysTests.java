package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.Patience;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that hangs, and requests that do not wait for it. */
class ProviderKeysTests {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final Hanging provider = new Hanging();

    @AfterEach
    void letGo() {
        provider.answers.release(1000);
    }

    @Test
    void noRequestWaitsForTheFirstKeys() {
        ProviderKeys keys = new ProviderKeys(provider, Duration.ofHours(1));

        for (int i = 0; i < 100; i++) {
            assertUnavailable(keys, "k1");
        }

        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(provider.reads).hasValue(1));
        provider.answers.release();
        await().atMost(Patience.TIME).until(() -> isKnown(keys, "k1"));
    }

    @Test
    void knownKeysCountWhileTheyAreReadAgain() throws Exception {
        ProviderKeys keys = new ProviderKeys(provider, AT_ONCE);
        provider.answers.release();
        keys.readNow(Patience.TIME);

        for (int i = 0; i < 100; i++) {
            assertThat(keys.get(named("k1"), null)).hasSize(1);
        }

        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(provider.reads).hasValue(2));
    }

    @Test
    void knownKeysCountHoweverOftenTheProviderFails() throws Exception {
        ProviderKeys keys = new ProviderKeys(provider, AT_ONCE);
        provider.answers.release(1000);
        keys.readNow(Patience.TIME);
        provider.away = true;

        await().atMost(Patience.TIME).until(() -> {
            assertThat(keys.get(named("k1"), null)).hasSize(1);
            return provider.reads.get() == ProviderKeys.READS;
        });
        assertUnavailable(keys, "k2");
        assertThat(keys.get(named("k1"), null)).hasSize(1);
    }

    @Test
    void unknownKeysHaveTheProviderAskedAFewTimesOnly() {
        ProviderKeys keys = new ProviderKeys(provider, Duration.ofHours(1));
        provider.answers.release(1000);
        keys.readNow(Patience.TIME);

        await().atMost(Patience.TIME).until(() -> isUnknown(keys, "k2"));
        for (int i = 0; i < 1000; i++) {
            isUnknown(keys, "guess" + i);
        }

        assertThat(provider.reads.get()).isBetween(2, ProviderKeys.READS + 1);
    }

    private static void assertUnavailable(ProviderKeys keys, String id) {
        assertThatThrownBy(() -> keys.get(named(id), null)).isInstanceOf(JWKSetUnavailableException.class);
    }

    private static boolean isKnown(ProviderKeys keys, String id) {
        try {
            return keys.get(named(id), null).size() == 1;
        } catch (JWKSetUnavailableException beingRead) {
            return false;
        }
    }

    private static boolean isUnknown(ProviderKeys keys, String id) {
        try {
            return keys.get(named(id), null).equals(List.of());
        } catch (JWKSetUnavailableException beingRead) {
            return false;
        }
    }

    private static JWKSelector named(String id) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
    }

    /** Each read waits until it is let go on. */
    private static final class Hanging implements Supplier<JWKSet> {

        private final AtomicInteger reads = new AtomicInteger();
        private final Semaphore answers = new Semaphore(0);
        private volatile boolean away;

        @Override
        public JWKSet get() {
            reads.incrementAndGet();
            answers.acquireUninterruptibly();
            try {
                return away ? null : new JWKSet(JWK.parse(FakeProvider.jwk("k1")));
            } catch (ParseException exception) {
                throw new IllegalStateException(exception);
            }
        }
    }
}
