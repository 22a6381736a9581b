package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AdmissionExecutorTests {

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> refusals = new ArrayDeque<>();
    private final AdmissionExecutor executor = new AdmissionExecutor(work::add, refusals::add, 2);

    @Test
    void admitsNoMoreThanTheBound() {
        for (int i = 0; i < 5; i++) {
            executor.execute(() -> {});
        }

        assertThat(work).hasSize(2);
        assertThat(refusals).hasSize(3);
    }

    @Test
    void admitsAgainWhatHasComeToItsEnd() {
        executor.execute(() -> {});
        executor.execute(() -> {
            throw new IllegalStateException("a task that fails");
        });
        work.remove().run();
        assertThatThrownBy(work.remove()::run).isInstanceOf(IllegalStateException.class);

        executor.execute(() -> {});
        executor.execute(() -> {});

        assertThat(work).hasSize(2);
        assertThat(refusals).isEmpty();
    }

    @Test
    void keepsNoPlaceForWhatWasRejected() {
        AdmissionExecutor closed = new AdmissionExecutor(
                task -> {
                    throw new RejectedExecutionException();
                },
                refusals::add,
                1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> closed.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
        assertThat(refusals).isEmpty();
    }
}
