package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.ErrorStatus;
import io.korests.Patience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An output that nobody reads, in a logger context of its own. */
class LogQueueTests {

    private static final int MOST_GRANTS = 50;

    private final LoggerContext context = new LoggerContext();
    private final Counter failures = new SimpleMeterRegistry().counter("failures");
    private final LogQueue queue = new LogQueue(MOST_GRANTS, failures);
    private final Blocked output = new Blocked();

    @BeforeEach
    void install() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        output.setContext(context);
        output.start();
        context.getLogger("ROOT").addAppender(output);
        queue.install(context);
    }

    @AfterEach
    void end() {
        output.read.countDown();
        context.stop();
    }

    @Test
    void noLineWaitsForTheOutput() {
        fill();

        assertThat(queue.takesGrants()).isFalse();
        assertThat(queue.isStuck()).isTrue();
    }

    @Test
    void eachGrantThatWasLetInHasItsLineHoweverManyRefusalsThereAre() {
        assertThat(queue.takesGrants()).isTrue();
        fill();

        for (int i = 0; i < MOST_GRANTS; i++) {
            context.getLogger("io.korests.audit")
                    .atInfo()
                    .addKeyValue(AuditLog.GRANTED.key, AuditLog.GRANTED.value)
                    .log("granted");
        }
        output.read.countDown();

        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(output.lines.stream().filter("granted"::equals))
                        .hasSize(MOST_GRANTS));
    }

    @Test
    void takesGrantsAgainOnceTheOutputIsRead() {
        fill();
        assertThat(queue.takesGrants()).isFalse();

        output.read.countDown();

        await().atMost(Patience.TIME).until(() -> !queue.isStuck());
        assertThat(queue.takesGrants()).isTrue();
    }

    @Test
    void waitsForAShortTimeBeforeItRefuses() throws Exception {
        fill();
        Thread reader = new Thread(output.read::countDown);

        reader.start();

        assertThat(queue.takesGrants()).isTrue();
        reader.join();
    }

    @Test
    void theContextEndsThoughTheOutputHangs() throws Exception {
        fill();
        Thread stop = new Thread(context::stop);

        stop.start();
        stop.join(Patience.TIME.toMillis());

        assertThat(stop.isAlive()).isFalse();
        assertThat(output.read.getCount()).as("still hanging").isOne();
    }

    @Test
    void countsTheFailuresOfOutputs() {
        assertThat(queue.hasFailed()).isFalse();

        context.getStatusManager().add(new ErrorStatus("IO failure", this));

        assertThat(queue.hasFailed()).isTrue();
        assertThat(failures.count()).isOne();
    }

    @Test
    void isInstalledOnce() {
        queue.install(context);
        output.read.countDown();

        say("hello");

        await().atMost(Patience.TIME).until(() -> output.lines.contains("hello"));
        assertThat(output.lines).containsExactly("hello");
    }

    @Test
    void noLineStaysInTheBufferOfStandardOutput() {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(console, false, StandardCharsets.UTF_8));
        LoggerContext other = new LoggerContext();
        try {
            other.setMDCAdapter(new LogbackMDCAdapter());
            other.getLogger("ROOT").addAppender(consoleAppender(other));
            new LogQueue(MOST_GRANTS, failures).install(other);

            for (int i = 0; i < 20; i++) {
                other.getLogger("io.korests.audit").info("line");
            }

            await().atMost(Patience.TIME)
                    .until(() -> console.toString(StandardCharsets.UTF_8).equals("line\n".repeat(20)));
        } finally {
            other.stop();
            System.setOut(before);
        }
    }

    private static ConsoleAppender<ILoggingEvent> consoleAppender(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg\n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** The output has taken a line already, so that none leaves the queue afterwards. */
    private void fill() {
        say("first");
        await().atMost(Patience.TIME).until(() -> output.taken);
        for (int i = 0; i < 5000; i++) {
            say("token refused");
        }
    }

    private void say(String message) {
        context.getLogger("io.korests.audit").info(message);
    }

    /** Takes a line and does not return until its output is read. */
    private static final class Blocked extends AppenderBase<ILoggingEvent> {

        private final CountDownLatch read = new CountDownLatch(1);
        private volatile boolean taken;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            taken = true;
            boolean waited = false;
            while (!waited) {
                try {
                    read.await();
                    waited = true;
                } catch (InterruptedException exception) {
                    // As a write to a full pipe, it goes on waiting.
                }
            }
            lines.add(event.getMessage());
        }
    }
}
