package io.korests.web;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that requests run on. */
final class WorkerThreads {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int PLATFORM_THREADS = 200;

    private WorkerThreads() {}

    /** Virtual threads, so that a caller who sends slowly holds no thread of the system; a pool where Java has none. */
    static Executor forRequests() {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
                ? new VirtualThreadTaskExecutor("sts-")
                : pool("sts-", PLATFORM_THREADS);
    }

    /** One thread: turning requests away costs little and must not compete with answering. */
    static Executor forRefusals() {
        return pool("sts-refusal-", 1);
    }

    private static Executor pool(String name, int threads) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
        factory.setDaemon(true);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
