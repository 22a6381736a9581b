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
        while (finder.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        rest.taken(FEW + 1);
        finder.join(50);
        assertThat(finder.isAlive()).isTrue();

        rest.taken(FEW);
        finder.join();
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
    void doesNotBeginSoonAfterTheLast() {
        Duration longest = Duration.ofMillis(20);
        FinderRest rest = new FinderRest(ENOUGH, FEW, longest, Duration.ofMillis(200));
        long began = System.nanoTime();
        int found = 0;
        while (System.nanoTime() - began < Duration.ofMillis(1000).toNanos()) {
            rest.found(() -> ENOUGH);
            found++;
        }
        // Five rests at most, and all else in between: one for each request would leave time for fifty.
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void endsByItself() {
        FinderRest rest = new FinderRest(ENOUGH, FEW, Duration.ofMillis(20), Duration.ZERO);
        long began = System.nanoTime();
        rest.found(() -> ENOUGH);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(15));
    }
}
