package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.korests.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that hangs, and requests that do not wait for it. */
class ProviderKeysTests {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final AtomicInteger reads = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile boolean away;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Each answer waits until it is let go on. */
    private void answer(HttpExchange exchange) throws IOException {
        reads.incrementAndGet();
        answers.acquireUninterruptibly();
        byte[] set = ("{\"keys\":[" + FakeProvider.jwk("k1") + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(away ? 503 : 200, set.length);
        exchange.getResponseBody().write(set);
        exchange.close();
    }

    @AfterEach
    void stop() {
        answers.release(1000);
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void noRequestWaitsForTheFirstKeys() {
        ProviderKeys keys = keys(Duration.ofHours(1));

        for (int i = 0; i < 100; i++) {
            assertUnavailable(keys, "k1");
        }

        await().atMost(Patience.TIME).untilAsserted(() -> assertThat(reads).hasValue(1));
        answers.release(1000);
        await().atMost(Patience.TIME).until(() -> isKnown(keys, "k1"));
    }

    @Test
    void knownKeysCountWhileTheyAreReadAgain() throws Exception {
        ProviderKeys keys = keys(AT_ONCE);
        answers.release();
        keys.readNow(Patience.TIME);

        for (int i = 0; i < 100; i++) {
            assertThat(keys.get(named("k1"), null)).hasSize(1);
        }

        await().atMost(Patience.TIME).untilAsserted(() -> assertThat(reads).hasValue(2));
    }

    @Test
    void knownKeysCountHoweverOftenTheProviderFails() throws Exception {
        ProviderKeys keys = keys(AT_ONCE);
        answers.release(1000);
        keys.readNow(Patience.TIME);
        away = true;

        await().atMost(Patience.TIME).until(() -> {
            assertThat(keys.get(named("k1"), null)).hasSize(1);
            return reads.get() == ProviderKeys.READS;
        });
        assertUnavailable(keys, "k2");
        assertThat(keys.get(named("k1"), null)).hasSize(1);
    }

    @Test
    void unknownKeysHaveTheProviderAskedAFewTimesOnly() {
        ProviderKeys keys = keys(Duration.ofHours(1));
        answers.release(1000);
        keys.readNow(Patience.TIME);

        await().atMost(Patience.TIME).until(() -> isUnknown(keys, "k2"));
        for (int i = 0; i < 1000; i++) {
            isUnknown(keys, "guess" + i);
        }

        assertThat(reads.get()).isBetween(2, ProviderKeys.READS + 1);
    }

    private ProviderKeys keys(Duration lifetime) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ProviderKeys(new ProviderKeySet(address, address, null), lifetime, new SimpleMeterRegistry());
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
}
