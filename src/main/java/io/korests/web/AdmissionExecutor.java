package io.korests.web;

import io.korests.token.Admission;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs Tomcat's work, and turns away what comes while too much of it waits: a request beyond the bound is answered at once on
 * a thread of its own, with a refusal, instead of waiting its turn behind requests that may have been given up already.
 */
final class AdmissionExecutor implements Executor {

    private final Executor work;
    private final Executor refusals;
    private final int mostAdmitted;
    private final AtomicInteger admitted = new AtomicInteger();

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
            refusals.execute(() -> Admission.refusing(task));
            return;
        }
        try {
            work.execute(() -> admit(task));
        } catch (RejectedExecutionException exception) {
            admitted.decrementAndGet();
            throw exception;
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
