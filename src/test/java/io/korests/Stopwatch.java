package io.korests;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How long something takes, without the time in which the machine was paused: where several run on one, each does for up to
 * seconds now and then. A thread that does nothing but wake up tells: it did not, either.
 */
public final class Stopwatch implements AutoCloseable {

    private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STANDSTILL = TimeUnit.MILLISECONDS.toNanos(25);

    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stopwatch");
        thread.setDaemon(true);
        return thread;
    });
    private final long start = System.nanoTime();
    private long lastBeat = start;
    private long paused;

    private Stopwatch() {
        heart.scheduleWithFixedDelay(this::beat, 0, BEAT, TimeUnit.NANOSECONDS);
    }

    public static Stopwatch start() {
        return new Stopwatch();
    }

    private synchronized void beat() {
        long now = System.nanoTime();
        if (now - lastBeat > STANDSTILL) {
            paused += now - lastBeat - BEAT;
        }
        lastBeat = now;
    }

    public synchronized Duration elapsed() {
        beat();
        return Duration.ofNanos(lastBeat - start - paused);
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
