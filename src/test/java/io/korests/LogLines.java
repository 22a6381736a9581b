package io.korests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged in this JVM from now on, at the level INFO and above. A service that starts later ends it. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level levelBefore;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String name = event.getLoggerName();
            lines.add(event.getLevel() + " " + name.substring(name.lastIndexOf('.') + 1) + ": "
                    + event.getFormattedMessage());
        }
    };

    private LogLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        levelBefore = logger.getLevel();
        logger.setLevel(Level.INFO);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    /** @param name of a logger and those below it */
    public static LogLines of(String name) {
        return new LogLines(name);
    }

    /** Level, name and message of each. */
    public List<String> all() {
        return List.copyOf(lines);
    }

    public void forget() {
        lines.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
    }
}
