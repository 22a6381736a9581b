package io.korests.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the thread that finds requests, while enough of them wait for those that answer. Awake, it would be woken after
 * each answer and take the processor from the next one, only for what waits to grow; after a rest it finds many at a time.
 *
 * <p>Between two rests it has time to find all there are, so that what is too much for the queue is still refused.
 */
final class FinderRest {

    private final int enough;
    private final int few;
    private final long longest;
    private final long between;
    private volatile @Nullable Thread resting;
    private volatile long ended = System.nanoTime();

    /**
     * @param enough as many requests must wait for a rest to begin
     * @param few with as many left it ends
     * @param longest ends it in any case
     * @param between the least time from the end of one to the beginning of the next
     */
    FinderRest(int enough, int few, Duration longest, Duration between) {
        this.enough = enough;
        this.few = few;
        this.longest = longest.toNanos();
        this.between = between.toNanos();
    }

    /**
     * To be called by a thread that has found a request; it comes back when the rest is over.
     *
     * @param waiting how many requests wait
     */
    void found(IntSupplier waiting) {
        if (waiting.getAsInt() >= enough && System.nanoTime() - ended >= between) {
            resting = Thread.currentThread();
            // Who took the last ones before that line did not see that somebody rests.
            if (waiting.getAsInt() > few) {
                LockSupport.parkNanos(this, longest);
            }
            resting = null;
            ended = System.nanoTime();
        }
    }

    /** To be called by a thread that has taken a request to answer it. */
    void taken(int waiting) {
        Thread finder = resting;
        if (finder != null && waiting <= few) {
            resting = null;
            LockSupport.unpark(finder);
        }
    }
}
