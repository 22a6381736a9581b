package io.korests.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.korests.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals become log lines: the first of each peer and reason in a period, so that nobody fills the log. Memory is bounded.
 * Safe for use by many threads.
 */
final class RefusalSample {
    static final int LINES = 100;
    static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST_PEERS = 10_000;

    private final Cache<Key, AtomicInteger> refusals;

    /** @param summary receives those that were no lines, when their period is over */
    RefusalSample(Duration period, Summary summary) {
        refusals = Caffeine.newBuilder()
                .maximumSize(MOST_PEERS)
                .expireAfterWrite(period)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((@Nullable Key key, @Nullable AtomicInteger count, RemovalCause cause) -> {
                    if (key != null && count != null && count.get() > LINES) {
                        summary.omitted(key.peer(), key.refusal(), count.get() - LINES);
                    }
                })
                .build();
    }

    boolean isLine(String peer, Refusal refusal) {
        return refusals.get(new Key(peer, refusal), key -> new AtomicInteger()).incrementAndGet() <= LINES;
    }

    long size() {
        refusals.cleanUp();
        return refusals.estimatedSize();
    }

    /** Ends all periods. */
    void end() {
        refusals.invalidateAll();
        refusals.cleanUp();
    }

    interface Summary {
        void omitted(String peer, Refusal refusal, int count);
    }

    private record Key(String peer, Refusal refusal) {}
}
