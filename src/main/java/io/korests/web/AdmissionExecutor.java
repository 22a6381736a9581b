package io.korests.web;

import io.korests.token.Admission;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs Tomcat's work, and turns away what comes while too much of it waits: a request beyond the bound is answered at once on
 * a thread of its own, with a refusal, instead of waiting its turn behind requests that may have been given up already.
 */
final class AdmissionExecutor implements Executor {

    private static final int REFUSALS_BETWEEN_PAUSES = 16;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Executor work;
    private final Executor refusals;
    private final int mostAdmitted;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * @param work runs what is admitted
     * @param refusals runs what is not; should hold few threads
     * @param mostAdmitted how much may run or wait at a time
     */
    AdmissionExecutor(Executor work, Executor refusals, int mostAdmitted) {
        this.work = work;
        this.refusals = refusals;
        this.mostAdmitted = mostAdmitted;
    }

    @Override
    public void execute(Runnable task) {
        if (admitted.incrementAndGet() > mostAdmitted) {
            admitted.decrementAndGet();
            refusals.execute(() -> refuse(task));
            return;
        }
        try {
            work.execute(() -> admit(task));
        } catch (RejectedExecutionException exception) {
            admitted.decrementAndGet();
            throw exception;
        }
    }

    /**
     * A refusal takes about as much as a token with an HMAC does. Callers who ask again at once would take half of the processor
     * from those who are admitted, if there were no pauses.
     */
    private void refuse(Runnable task) {
        Admission.refusing(task);
        if (refused.incrementAndGet() % REFUSALS_BETWEEN_PAUSES == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void admit(Runnable task) {
        try {
            task.run();
        } finally {
            admitted.decrementAndGet();
        }
    }
}
