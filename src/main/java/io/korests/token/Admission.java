package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Load shedding: refuses requests at once while too many are in work. A request is in work once its body is read, so that slow
 * senders hold connections and no place here. Safe for use by many threads.
 */
final class Admission {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final int limit;
    private final AtomicInteger inWork = new AtomicInteger();

    /** @param limit how many requests may be in work at a time */
    Admission(int limit) {
        this.limit = limit;
    }

    /** @throws RefusedException if as many requests as allowed are in work already */
    String admit(Supplier<String> work) {
        try {
            if (inWork.incrementAndGet() > limit) {
                throw new RefusedException(
                        Refusal.OVERLOADED, "More requests wait than can be answered soon: ask again.", RETRY);
            }
            return work.get();
        } finally {
            inWork.decrementAndGet();
        }
    }
}
