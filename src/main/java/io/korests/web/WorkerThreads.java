package io.korests.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that requests run on, and those that refuse requests; they end with {@link #close}. */
final class WorkerThreads implements AutoCloseable {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int MOST_OTHERS = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final RequestThreads few =
            new RequestThreads(2 * Runtime.getRuntime().availableProcessors() + 2, others());
    private final ThreadPoolExecutor refusals = pool("sts-refusal-", 1);
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(daemons("sts-watch-"));

    WorkerThreads() {
        watch.scheduleWithFixedDelay(few::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    Executor forRequests() {
        return few;
    }

    /** One thread: turning requests away must not compete with answering. */
    Executor forRefusals() {
        return refusals;
    }

    /** Virtual threads, so that a caller who sends slowly holds no thread of the system; a pool where Java has none. */
    private static Executor others() {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
                ? new VirtualThreadTaskExecutor("sts-")
                : pool("sts-more-", MOST_OTHERS);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static CustomizableThreadFactory daemons(String name) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
        factory.setDaemon(true);
        return factory;
    }

    /** To be called when the web server has stopped: what still runs is left to end. */
    @Override
    public void close() {
        watch.shutdownNow();
        few.shutdown();
        refusals.shutdown();
    }
}
