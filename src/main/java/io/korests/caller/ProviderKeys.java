package io.korests.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's keys as they were last read: no request waits for the provider. They are read in the background when
 * they are old and when a token names an unknown one, which anyone can do: one read at a time, and four a minute.
 * Known keys count however long the provider is away. Safe for use by many threads.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {
    static final int READS = 4;
    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);

    private final @Nullable ProviderKeySet keySet;
    private final Duration lifetime;
    private final Counter successes;
    private final Counter failures;
    private final Bucket reads = Bucket.builder()
            .addLimit(limit -> limit.capacity(READS).refillGreedy(READS, Duration.ofMinutes(1)))
            .build();
    private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
    private volatile @Nullable JWKSet known;
    private volatile long readNanos = System.nanoTime();
    private volatile @Nullable String trouble;

    /**
     * @param keySet null for the key of a file, which is never read again
     * @param lifetime the age at which known keys are read again
     */
    ProviderKeys(@Nullable ProviderKeySet keySet, Duration lifetime, MeterRegistry metrics) {
        this.keySet = keySet;
        this.lifetime = lifetime;
        this.successes = readings("success", metrics);
        this.failures = readings("failure", metrics);
        Gauge.builder("sts.provider.keys.age", () -> ageNanos() / 1e9)
                .description("Since the identity provider's keys were last read, or since the start")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static Counter readings(String outcome, MeterRegistry metrics) {
        return Counter.builder("sts.provider.keys.refresh")
                .description("Readings of the identity provider's keys")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /**
     * @return empty for an unknown key
     * @throws JWKSetUnavailableException if the provider may have the key, and is being asked or cannot be
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws JWKSetUnavailableException {
        if (keySet == null) {
            // The key of a file matches every token, whatever its key id.
            return known();
        }
        JWKSet keys = known;
        List<JWK> found = keys == null ? List.of() : selector.select(keys);
        if (found.isEmpty()) {
            if (startRead() || keys == null || trouble != null) {
                throw new JWKSetUnavailableException("The provider may have a newer key");
            }
        } else if (ageNanos() > lifetime.toNanos()) {
            startRead();
        }
        return found;
    }

    /** Reads, and waits for a while: the next requests shall find the keys. The limit of reads still holds. */
    void readNow(Duration atMost) {
        if (keySet != null) {
            startRead();
        }
        Thread thread = reader.get();
        try {
            if (thread != null) {
                thread.join(atMost.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether a read is under way; the limit may forbid another one */
    private boolean startRead() {
        if (reader.get() != null) {
            return true;
        }
        if (!reads.tryConsume(1)) {
            return false;
        }
        Thread thread = new Thread(this::readAndEnd, "sts-provider-keys");
        thread.setDaemon(true);
        if (reader.compareAndSet(null, thread)) {
            thread.start();
        }
        return true;
    }

    private void readAndEnd() {
        try {
            read();
        } finally {
            reader.set(null);
        }
    }

    /** Asks the provider, on this thread. Where that fails, the known keys stay. */
    void read() {
        try {
            succeeded(Objects.requireNonNull(keySet).read());
        } catch (JWKSetUnavailableException unread) {
            failed(Objects.requireNonNull(unread.getMessage()));
        } catch (RuntimeException defect) {
            failed("a defect, " + defect.getClass().getName());
        }
    }

    synchronized void succeeded(JWKSet keys) {
        known = keys;
        readNanos = System.nanoTime();
        successes.increment();
        if (trouble != null) {
            trouble = null;
            log.info("The identity provider's keys can be read again");
        }
    }

    /** Logs each trouble once, and not once for each attempt. */
    private synchronized void failed(String message) {
        failures.increment();
        if (!message.equals(trouble)) {
            trouble = message;
            log.warn(
                    "The identity provider's keys cannot be read, {}: {}",
                    known().isEmpty() ? "so no bearer token can be checked" : "those already known go on counting",
                    message);
        }
    }

    List<JWK> known() {
        JWKSet keys = known;
        return keys == null ? List.of() : keys.getKeys();
    }

    /** Since the keys were last read, or since the start. */
    long ageNanos() {
        return System.nanoTime() - readNanos;
    }

    /** Why the keys could not be read again, or null. */
    @Nullable
    String trouble() {
        return trouble;
    }
}
