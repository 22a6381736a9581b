package io.korests.audit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What a logger says while this is open. */
public final class CapturedLog implements AutoCloseable {

    private final Logger logger;
    private final Level before;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>() {
        /** With what only the thread that logs has, such as the MDC. */
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };

    public CapturedLog(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
    }

    public List<ILoggingEvent> events() {
        return List.copyOf(events.list);
    }

    /** The only event, as its fields. */
    public Map<String, Object> onlyFields() {
        if (events.list.size() != 1) {
            throw new AssertionError("not one event but " + events.list);
        }
        Map<String, Object> fields = new TreeMap<>();
        for (KeyValuePair pair : events.list.get(0).getKeyValuePairs()) {
            if (fields.put(pair.key, pair.value) != null) {
                throw new AssertionError(pair.key + " stands twice");
            }
        }
        return fields;
    }

    public void clear() {
        events.list.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
