package io.korests.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs requests on a few threads of the system. One that is held up, by a caller who sends or reads slowly or by Vault, has
 * another in its place; while too many are, others take over.
 *
 * <p>A few threads have a few requests in work at a time, whose memory stays in the processor's cache; with a thread for each
 * request all of them begin, wait for one another at the log, and fill the heap (docs/benchmarks.md has the figures).
 *
 * <p>{@link #look} finds out who is held up and is to be called every few milliseconds.
 */
final class RequestThreads extends ThreadPoolExecutor {

    /** So many looks with a thread free at each, and the few have it to themselves again. */
    static final int CALM_LOOKS = 50;

    /** No more of those held up than this have another in their place. */
    static final int MOST_REPLACED = 16;

    private static final Duration LONGEST_REST = Duration.ofMillis(5);
    private static final Duration BETWEEN_RESTS = Duration.ofNanos(200_000);

    private final int threads;
    private final List<Thread> workers = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Executor others;
    private final FinderRest rest;
    private volatile boolean othersTakeOver;
    private int calm;

    /**
     * @param threads how many the few are, those held up not counted; more than there are processors, so that one may be held up
     *     until the next look; not many more, since they take turns, and a request whose thread has to wait for its turn is
     *     answered late
     * @param others takes what must not wait for the few
     */
    RequestThreads(int threads, Executor others) {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.threads = threads;
        this.others = others;
        this.rest = new FinderRest(4 * threads, threads, LONGEST_REST, BETWEEN_RESTS);
        setThreadFactory(this::worker);
    }

    private Thread worker(Runnable tasks) {
        Thread worker = new Thread(tasks, "sts-" + begun.incrementAndGet());
        worker.setDaemon(true);
        workers.add(worker);
        return worker;
    }

    @Override
    public void execute(Runnable task) {
        if (othersTakeOver) {
            others.execute(task);
        } else {
            super.execute(task);
            rest.found(getQueue()::size);
        }
    }

    @Override
    protected void beforeExecute(Thread worker, Runnable task) {
        rest.taken(getQueue().size());
    }

    /**
     * Looks how many of the threads wait for something with a time limit, as threads here do for a caller's bytes and for Vault,
     * and for nothing else. As many more work in their place from now on. If none was free, the others take what waits and what
     * comes. To be called by one thread at a time.
     */
    void look() {
        int held = heldUp();
        calm = held >= getCorePoolSize() ? 0 : calm + 1;
        othersTakeOver = calm < CALM_LOOKS && (calm == 0 || othersTakeOver);
        if (othersTakeOver) {
            for (Runnable task = getQueue().poll();
                    task != null;
                    task = getQueue().poll()) {
                others.execute(task);
            }
        }
        // Not before: a thread that begins would take what waits for the others.
        resize(threads + Math.min(held, MOST_REPLACED));
    }

    private int heldUp() {
        int held = 0;
        for (Thread worker : workers) {
            switch (worker.getState()) {
                case TIMED_WAITING -> held++;
                case TERMINATED -> workers.remove(worker);
                default -> {}
            }
        }
        return held;
    }

    /** A thread too many ends when it has answered the request it is at. */
    private void resize(int size) {
        if (size > getMaximumPoolSize()) {
            setMaximumPoolSize(size);
            setCorePoolSize(size);
        } else if (size < getCorePoolSize()) {
            setCorePoolSize(size);
            setMaximumPoolSize(size);
        }
    }
}
