package io.korests.audit;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import io.micrometer.core.instrument.Counter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands every log line to a bounded queue, so that no thread waits for an output that nobody reads. The end of the queue is
 * for grants: there is room for as many as there can be requests in work, so none is lost. Safe for use by many threads.
 */
final class LogQueue {
    private static final int LINES = 1024;
    private static final int FLUSH_MILLIS = 5_000;
    private static final Duration REST = Duration.ofMillis(2);
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration RECENT = Duration.ofMinutes(1);
    private static final long NEVER = 0;
    private static final PrintStream NONE = new PrintStream(OutputStream.nullOutputStream());

    private final int reserve;
    private final Counter failures;
    private final List<AsyncAppender> queues = new CopyOnWriteArrayList<>();
    private final AtomicLong fullSince = new AtomicLong(NEVER);
    private volatile long failed = System.nanoTime() - 2 * RECENT.toNanos();

    /** @param mostGrants how many tokens can be granted at a time */
    LogQueue(int mostGrants, Counter failures) {
        // Twice as many other lines may race for the last place before it: as many as there are connections.
        this.reserve = 3 * mostGrants + 16;
        this.failures = failures;
    }

    /** Puts a queue before each output of the root logger. Until then, the messages of a start are written at once. */
    void install(LoggerContext context) {
        context.getStatusManager().add(status -> {
            if (status.getLevel() == Status.ERROR) {
                failed();
            }
        });
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> outputs = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(outputs::add);
        for (Appender<ILoggingEvent> output : outputs) {
            if (output instanceof AsyncAppender) {
                continue;
            }
            PrintStream lines = NONE;
            if (output instanceof ConsoleAppender<?> console) {
                lines = new PrintStream(new BufferedOutputStream(new StandardOutput()));
                console.setImmediateFlush(false);
                console.setOutputStream(lines);
            }
            root.addAppender(queue(output, lines));
            root.detachAppender(output);
        }
    }

    private AsyncAppender queue(Appender<ILoggingEvent> output, PrintStream lines) {
        AsyncAppender queue = new AsyncAppender() {
            @Override
            protected boolean isDiscardable(ILoggingEvent event) {
                return !AuditLog.isGrant(event);
            }
        };
        queue.setContext(output.getContext());
        queue.setName("queue of " + output.getName());
        queue.setQueueSize(LINES + reserve);
        queue.setDiscardingThreshold(reserve);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(resting(output, lines, queue));
        queue.start();
        queues.add(queue);
        return queue;
    }

    /**
     * Flushes and rests once no line waits, so that under load lines are written several at a time and the queue's thread is not
     * woken for each (docs/benchmarks.md).
     */
    private static Appender<ILoggingEvent> resting(
            Appender<ILoggingEvent> output, PrintStream lines, AsyncAppender queue) {
        Appender<ILoggingEvent> resting = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                output.doAppend(event);
                if (queue.getNumberOfElementsInQueue() == 0) {
                    lines.flush();
                    LockSupport.parkNanos(REST.toNanos());
                }
            }

            @Override
            public void stop() {
                output.stop();
                super.stop();
            }
        };
        resting.setContext(output.getContext());
        resting.setName(output.getName());
        resting.start();
        return resting;
    }

    /** Waits for a short time while the queue is full. */
    boolean takesGrants() {
        while (isFull()) {
            if (isStuck()) {
                return false;
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Whether the queue has been full for longer than requests wait for it. */
    boolean isStuck() {
        if (!isFull()) {
            fullSince.set(NEVER);
            return false;
        }
        long now = System.nanoTime();
        fullSince.compareAndSet(NEVER, now);
        return now - fullSince.get() > DEADLINE.toNanos();
    }

    private boolean isFull() {
        return queues.stream().anyMatch(AsyncAppender::isQueueBelowDiscardingThreshold);
    }

    /** Whether a line could not be written within the last minute. */
    boolean hasFailed() {
        return System.nanoTime() - failed < RECENT.toNanos();
    }

    private void failed() {
        failed = System.nanoTime();
        failures.increment();
    }

    /** Standard output. Java's {@link System#out} keeps failures to itself, and reports the first one for ever. */
    private final class StandardOutput extends OutputStream {
        private final OutputStream direct = new FileOutputStream(FileDescriptor.out);

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                if (System.out.checkError()) {
                    direct.write(bytes, offset, length);
                    return;
                }
            } catch (IOException exception) {
                failed();
                return;
            }
            System.out.write(bytes, offset, length);
            if (System.out.checkError()) {
                failed();
            }
        }
    }
}
