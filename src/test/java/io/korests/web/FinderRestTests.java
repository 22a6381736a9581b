package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a rest must not begin, or must end, the finder would otherwise rest for longer than the test may take. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FinderRestTests {

    private static final int ENOUGH = 8;
    private static final int FEW = 2;
    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Test
    void lastsUntilFewWait() throws InterruptedException {
        FinderRest rest = new FinderRest(ENOUGH, FEW, AN_HOUR, Duration.ZERO);
        Thread finder = new Thread(() -> rest.found(() -> ENOUGH));
        finder.start();
        awaitRest(finder);

        rest.taken(FEW + 1);
        finder.join(50);
        assertThat(finder.isAlive()).isTrue();

        rest.taken(FEW);
        finder.join();
    }

    @Test
    void mayFollowAnother() throws InterruptedException {
        FinderRest rest = new FinderRest(ENOUGH, FEW, AN_HOUR, AN_HOUR);
        for (int i = 0; i < 3; i++) {
            Thread finder = new Thread(() -> rest.found(() -> ENOUGH));
            finder.start();
            awaitRest(finder);
            rest.taken(FEW);
            finder.join();
        }
    }

    private static void awaitRest(Thread finder) {
        while (finder.getState() != Thread.State.TIMED_WAITING) {
            assertThat(finder.isAlive()).as("the finder rests").isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void doesNotBeginWhileFewerThanEnoughWait() {
        new FinderRest(ENOUGH, FEW, AN_HOUR, Duration.ZERO).found(() -> ENOUGH - 1);
    }

    @Test
    void doesNotBeginIfTheyAreTakenMeanwhile() {
        Iterator<Integer> waiting = List.of(ENOUGH, FEW).iterator();
        new FinderRest(ENOUGH, FEW, AN_HOUR, Duration.ZERO).found(waiting::next);
    }

    @Test
    void oneAfterAnotherIsNoLongerThanTheLongest() {
        Duration longest = Duration.ofMillis(20);
        FinderRest rest = new FinderRest(ENOUGH, FEW, longest, Duration.ofMillis(200));
        long began = System.nanoTime();
        int found = 0;
        for (long elapsed = 0; elapsed < Duration.ofMillis(1000).toNanos(); elapsed = System.nanoTime() - began) {
            rest.found(() -> ENOUGH);
            found += elapsed > Duration.ofMillis(500).toNanos() ? 1 : 0;
        }
        // Three rests at most, and all else in between: one for each request would leave time for twenty-five.
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void endsByItselfEachTime() {
        FinderRest rest = new FinderRest(ENOUGH, FEW, Duration.ofMillis(20), Duration.ZERO);
        for (int i = 0; i < 2; i++) {
            long began = System.nanoTime();
            rest.found(() -> ENOUGH);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(15));
        }
    }
}
