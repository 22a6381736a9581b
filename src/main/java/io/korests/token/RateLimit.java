package io.korests.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.korests.StsProperties;
import io.korests.caller.Caller;
import io.korests.caller.Cause;
import io.korests.client.ClientApp;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.time.Duration;

/**
 * A token bucket for each client and proven identity, or each client and peer where there is none. Memory is bounded: beyond
 * a hundred thousand users the least recently seen start afresh. Safe for use by many threads.
 */
final class RateLimit {
    private static final int MOST_USERS = 100_000;

    private final StsProperties.RateLimit properties;
    private final Cache<Key, Bucket> buckets;

    RateLimit(StsProperties.RateLimit properties) {
        this.properties = properties;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_USERS)
                .expireAfterAccess(properties.period())
                .build();
    }

    /** @throws RefusedException if this user has asked too often */
    void require(ClientApp client, Caller caller, String peer) {
        String identity = caller.identity();
        // A proven gateway's anonymous users have one address, and only the gateway can tell them apart.
        if (!properties.enabled() || identity == null && caller.cause() == Cause.NO_IDENTITY_HEADER) {
            return;
        }
        Key key = new Key(client.name(), identity != null, identity == null ? peer : identity);
        ConsumptionProbe probe = buckets.get(key, this::bucket).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            throw Refusal.RATE_LIMITED.because(
                    "Too many requests for this user: ask again after the time in Retry-After.",
                    // Rounded up: Retry-After is in seconds.
                    Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds()));
        }
    }

    private Bucket bucket(Key key) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(properties.requests()).refillGreedy(properties.requests(), properties.period()))
                .build();
    }

    /** @param proven keeps a peer's address and an identity of the same text apart */
    private record Key(String client, boolean proven, String user) {}
}
