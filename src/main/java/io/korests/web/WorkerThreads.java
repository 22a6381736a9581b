package io.korests.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that requests run on, and those that refuse requests; they end with {@link #close}. */
final class WorkerThreads implements AutoCloseable {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int MOST_OTHERS = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final RequestThreads few = new RequestThreads(Runtime.getRuntime().availableProcessors() + 1, others());
    private final ThreadPoolExecutor refusals = pool("sts-refusal-", 1);
    private final Thread watch = daemons("sts-watch-").newThread(this::watch);

    WorkerThreads() {
        watch.start();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                few.look();
            }
        } catch (InterruptedException closed) {
            // The end of the watch.
        }
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
        watch.interrupt();
        few.shutdown();
        refusals.shutdown();
    }
}
