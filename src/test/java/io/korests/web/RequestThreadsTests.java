package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTests {

    private static final int FEW = 4;

    private final Executor others = task -> new Thread(task, "other").start();
    private final RequestThreads threads = new RequestThreads(FEW, others);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdownNow();
    }

    @Test
    void runsRequestsOnTheFew() {
        assertThat(whereItRuns()).startsWith("sts-");
        threads.look();
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
    }

    @Test
    void letsOthersTakeOverWhenHalfAreHeldUp() throws InterruptedException {
        holdUp(FEW / 2);
        threads.look();
        assertThat(whereItRuns()).isEqualTo("other");
    }

    @Test
    void goesOnWithTheFewWhileFewerAreHeldUp() throws InterruptedException {
        holdUp(FEW / 2 - 1);
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
    }

    /** On a busy processor threads wait long for their turn, and for the log: others would only make them wait longer. */
    @Test
    void goesOnWithTheFewWhileTheyWaitForOneAnother() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        for (int i = 0; i < FEW - 1; i++) {
            threads.execute(() -> {
                lock.lock();
                lock.unlock();
            });
        }
        while (lock.getQueueLength() < FEW - 1) {
            Thread.onSpinWait();
        }
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
        lock.unlock();
    }

    @Test
    void handsOverWhatAlreadyWaits() throws Exception {
        holdUp(FEW);
        CompletableFuture<String> waiting = new CompletableFuture<>();
        threads.execute(() -> waiting.complete(Thread.currentThread().getName()));
        assertThat(waiting).isNotDone();
        threads.look();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("other");
    }

    @Test
    void returnsToTheFewAfterAWhileOfCalm() throws Exception {
        holdUp(FEW);
        threads.look();
        release.countDown();
        while (threads.getActiveCount() > 0) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < RequestThreads.CALM_LOOKS; i++) {
            threads.look();
            assertThat(whereItRuns()).isEqualTo("other");
        }
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
    }

    private void holdUp(int many) throws InterruptedException {
        List<Thread> held = new CopyOnWriteArrayList<>();
        for (int i = 0; i < many; i++) {
            threads.execute(() -> {
                held.add(Thread.currentThread());
                try {
                    release.await(10, TimeUnit.MINUTES);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        while (held.stream()
                        .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                        .count()
                < many) {
            Thread.sleep(1);
        }
    }

    private String whereItRuns() {
        return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), threads)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
