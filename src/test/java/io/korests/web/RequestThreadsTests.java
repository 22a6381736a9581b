package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
        assertThat(whereItRuns())
                .as("at the first look they may just have begun")
                .startsWith("sts-");
        threads.look();
        assertThat(whereItRuns()).isEqualTo("other");
    }

    @Test
    void goesOnWithTheFewWhileFewerAreHeldUp() throws InterruptedException {
        holdUp(FEW / 2 - 1);
        threads.look();
        threads.look();
        assertThat(whereItRuns()).startsWith("sts-");
    }

    @Test
    void handsOverWhatAlreadyWaits() throws Exception {
        holdUp(FEW);
        CompletableFuture<String> waiting = new CompletableFuture<>();
        threads.execute(() -> waiting.complete(Thread.currentThread().getName()));
        threads.look();
        assertThat(waiting).isNotDone();
        threads.look();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("other");
    }

    @Test
    void returnsToTheFewAfterAWhileOfCalm() throws Exception {
        holdUp(FEW);
        threads.look();
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
        CountDownLatch begun = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            threads.execute(() -> {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        begun.await();
    }

    private String whereItRuns() {
        return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), threads)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
