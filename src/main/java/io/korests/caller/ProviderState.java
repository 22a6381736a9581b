package io.korests.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code identityProvider}, metrics and the log of the provider's keys: which are known, since when, and why they cannot be read
 * again. Known keys count as well as fresh ones, so they do not take an instance out of service. Safe for use by many threads.
 */
final class ProviderState implements HealthIndicator {
    static final Status STALE = new Status("STALE");

    private static final Logger log = LoggerFactory.getLogger(ProviderState.class);
    private static final int MOST_KEYS = 20;

    private final MeterRegistry metrics;
    private final LongSupplier nanoTime;
    private volatile List<String> keys = List.of();
    private volatile long readNanos;
    private volatile @Nullable String trouble;

    /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
    ProviderState(MeterRegistry metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.readNanos = nanoTime.getAsLong();
        Gauge.builder("sts.provider.keys.age", () -> age().toMillis() / 1000.0)
                .description("Since the identity provider's keys were last read, or since the start")
                .baseUnit("seconds")
                .register(metrics);
        count("success", 0);
        count("failure", 0);
    }

    private void count(String outcome, int readings) {
        Counter.builder("sts.provider.keys.refresh")
                .description("Readings of the identity provider's keys")
                .tag("outcome", outcome)
                .register(metrics)
                .increment(readings);
    }

    private Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - readNanos);
    }

    synchronized void read(JWKSet set) {
        keys = set.getKeys().stream()
                .map(ProviderState::shown)
                .sorted()
                .limit(MOST_KEYS)
                .toList();
        readNanos = nanoTime.getAsLong();
        count("success", 1);
        if (trouble != null) {
            trouble = null;
            log.info("The identity provider's keys can be read again");
        }
    }

    /** Logs each trouble once, and not once for each attempt. */
    synchronized void failed(ProviderTrouble.Failure failure) {
        count("failure", 1);
        String message = Objects.requireNonNull(failure.getMessage());
        if (!message.equals(trouble)) {
            trouble = message;
            log.warn(
                    "The identity provider's keys cannot be read, {}: {}",
                    keys.isEmpty() ? "so no bearer token can be checked" : "those already known go on counting",
                    message);
        }
    }

    /** The key's id is the provider's text. */
    static String shown(JWK key) {
        String id = key.getKeyID() == null ? "without kid" : ProviderTrouble.printable(key.getKeyID());
        // Some providers encode the modulus with a byte for its sign, which size() would count.
        int bits = key instanceof RSAKey rsa
                ? rsa.getModulus().decodeToBigInteger().bitLength()
                : key.size();
        return id + " (" + key.getKeyType() + ' ' + bits + " bits)";
    }

    @Override
    public Health health() {
        String cause = trouble;
        if (cause == null) {
            return keys.isEmpty()
                    ? Health.unknown().build()
                    : Health.up().withDetail("keys", keys).build();
        }
        return Health.status(keys.isEmpty() ? Status.DOWN : STALE)
                .withDetail("cause", cause)
                .withDetail("age", age().toSeconds() + "s")
                .withDetail("keys", keys)
                .build();
    }
}
