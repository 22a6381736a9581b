package io.korests.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider's keys as they were last read: no request waits for the provider. They are read in the background when
 * they are old and when a token names an unknown one, which anyone can do: one read at a time, and four a minute.
 * Known keys count however long the provider is away. Safe for use by many threads.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {
    static final int READS = 4;

    private final Supplier<@Nullable JWKSet> provider;
    private final Duration lifetime;
    private final Bucket reads = Bucket.builder()
            .addLimit(limit -> limit.capacity(READS).refillGreedy(READS, Duration.ofMinutes(1)))
            .build();
    private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
    private volatile @Nullable JWKSet known;
    private volatile long readNanos;
    private volatile boolean away;

    /**
     * @param provider reads its keys; null if they cannot be read
     * @param lifetime the age at which known keys are read again
     */
    ProviderKeys(Supplier<@Nullable JWKSet> provider, Duration lifetime) {
        this.provider = provider;
        this.lifetime = lifetime;
    }

    /**
     * @return empty for an unknown key
     * @throws JWKSetUnavailableException if the provider may have the key, and is being asked or cannot be
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws JWKSetUnavailableException {
        JWKSet keys = known;
        List<JWK> found = keys == null ? List.of() : selector.select(keys);
        if (found.isEmpty()) {
            if (startRead() || keys == null || away) {
                throw new JWKSetUnavailableException("The provider may have a newer key");
            }
        } else if (System.nanoTime() - readNanos > lifetime.toNanos()) {
            startRead();
        }
        return found;
    }

    /** Reads, and waits for a while: the next requests shall find the keys. */
    void readNow(Duration atMost) {
        startRead();
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
        Thread thread = new Thread(this::read, "sts-provider-keys");
        thread.setDaemon(true);
        if (reader.compareAndSet(null, thread)) {
            thread.start();
        }
        return true;
    }

    private void read() {
        try {
            JWKSet keys = provider.get();
            away = keys == null;
            if (keys != null) {
                known = keys;
                readNanos = System.nanoTime();
            }
        } finally {
            reader.set(null);
        }
    }
}
