package io.korests.client;

import java.time.Duration;
import java.time.Instant;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Runs a task at an interval while the service runs, on a thread of its own: a task that hangs delays itself and nothing else. */
public final class Schedule implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Runnable task;
    private final Duration firstDelay;
    private final Duration interval;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private Instant nextOnRequest = Instant.MIN;

    /** @param interval from the end of one run to the next; zero for runs on request only */
    public Schedule(String threadName, Runnable task, Duration firstDelay, Duration interval) {
        this.task = task;
        this.firstDelay = firstDelay;
        this.interval = interval;
        scheduler.setThreadNamePrefix(threadName);
        scheduler.setDaemon(true);
    }

    /** Runs the task at once as well, unless it was requested a few seconds ago. */
    synchronized void runNow() {
        Instant now = scheduler.getClock().instant();
        if (isRunning() && !now.isBefore(nextOnRequest)) {
            nextOnRequest = now.plus(PAUSE);
            scheduler.execute(task);
        }
    }

    @Override
    public void start() {
        scheduler.initialize();
        if (!interval.isZero()) {
            scheduler.scheduleWithFixedDelay(
                    task, scheduler.getClock().instant().plus(firstDelay), interval);
        }
    }

    @Override
    public void stop() {
        scheduler.shutdown();
    }

    @Override
    public boolean isRunning() {
        return scheduler.isRunning();
    }
}
