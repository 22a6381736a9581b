package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.Patience;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
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
    void replacesThoseHeldUp() {
        holdUp(FEW - 1);
        threads.look();
        assertThat(atOnce(FEW)).allMatch(name -> name.startsWith("sts-"));
    }

    @Test
    void isAsFewAsBeforeWhenThoseHeldUpGoOn() {
        holdUp(FEW - 1);
        threads.look();
        atOnce(FEW);
        assertThat(threads.getPoolSize()).isEqualTo(FEW + FEW - 1);
        release.countDown();
        awaitIdle();
        threads.look();
        assertThat(threads.getMaximumPoolSize()).isEqualTo(FEW);
        await().atMost(Patience.TIME).until(() -> threads.getPoolSize() == FEW);
        assertThat(atOnce(FEW)).allMatch(name -> name.startsWith("sts-"));
    }

    @Test
    void letsOthersTakeOverWhenAllAreHeldUp() {
        holdUp(FEW);
        threads.look();
        assertThat(whereItRuns()).isEqualTo("other");
    }

    @Test
    void replacesOnlySoMany() {
        int held = 0;
        while (held < RequestThreads.MOST_REPLACED) {
            holdUp(FEW - 1);
            held += FEW - 1;
            threads.look();
            assertThat(whereItRuns()).startsWith("sts-");
        }
        holdUp(FEW + RequestThreads.MOST_REPLACED - held);
        for (int i = 0; i <= RequestThreads.CALM_LOOKS; i++) {
            threads.look();
            assertThat(whereItRuns()).isEqualTo("other");
        }
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
        awaitIdle();
        for (int i = 1; i < RequestThreads.CALM_LOOKS; i++) {
            threads.look();
            assertThat(whereItRuns()).isEqualTo("other");
        }
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
    }

    @Test
    void letsGoOfThreadsThatHaveEnded() {
        WeakReference<Thread> worker = new WeakReference<>(
                CompletableFuture.supplyAsync(Thread::currentThread, threads).join());
        threads.shutdown();
        await().atMost(Patience.TIME).until(() -> {
            threads.look();
            System.gc();
            return worker.refersTo(null);
        });
    }

    private void holdUp(int many) {
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
        await().atMost(Patience.TIME)
                .until(() -> held.stream()
                                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                .count()
                        == many);
    }

    private void awaitIdle() {
        await().atMost(Patience.TIME).until(() -> threads.getActiveCount() == 0);
    }

    private String whereItRuns() {
        return atOnce(1).get(0);
    }

    /** The names of the threads that as many requests run on, none of which ends before all have begun. */
    private List<String> atOnce(int many) {
        CountDownLatch begun = new CountDownLatch(many);
        return IntStream.range(0, many)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> nameWhenAllHave(begun), threads)
                        .orTimeout(Patience.TIME.toSeconds(), TimeUnit.SECONDS))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static String nameWhenAllHave(CountDownLatch begun) {
        begun.countDown();
        try {
            begun.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Thread.currentThread().getName();
    }
}
