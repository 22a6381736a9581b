package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.korests.Patience;
import io.korests.caller.ProviderConfiguration.KeyCache;
import java.io.Closeable;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyCacheTests {

    /** They are read again a tenth of a second after they were read, and are good for an hour. */
    private static final KeyCache READ_SOON = new KeyCache(
            Duration.ofHours(1), Duration.ofHours(1).minusMillis(200), Duration.ofMillis(100), Duration.ofMillis(1));

    @Test
    void noRequestWaitsWhileKnownKeysAreReadAgain() throws Exception {
        Slow slow = new Slow();
        JWKSource<SecurityContext> keys = READ_SOON.of(slow);
        try {
            assertThat(keys.get(any(), null)).hasSize(1);
            await().atMost(Patience.TIME).until(() -> slow.reads.get() == 2);

            for (int i = 0; i < 100; i++) {
                assertThat(CompletableFuture.supplyAsync(() -> found(keys))
                                .get(Patience.TIME.toSeconds(), TimeUnit.SECONDS))
                        .isOne();
            }

            assertThat(slow.reads).hasValue(2);
            assertThat(slow.goOn.getCount()).as("nobody has let it go on").isOne();
        } finally {
            slow.goOn.countDown();
            ((Closeable) keys).close();
        }
    }

    private static int found(JWKSource<SecurityContext> keys) {
        try {
            return keys.get(any(), null).size();
        } catch (KeySourceException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static JWKSelector any() {
        return new JWKSelector(new JWKMatcher.Builder().build());
    }

    /** Answers at once when it is asked first, and no more until it is let go on. */
    private static final class Slow implements JWKSetSource<SecurityContext> {

        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long time, SecurityContext context) {
            if (reads.incrementAndGet() > 1) {
                try {
                    goOn.await();
                } catch (InterruptedException exception) {
                    Thread.currentThread().interrupt();
                }
            }
            try {
                return new JWKSet(JWK.parse(FakeProvider.jwk("k1")));
            } catch (ParseException exception) {
                throw new IllegalStateException(exception);
            }
        }

        @Override
        public void close() {}
    }
}
