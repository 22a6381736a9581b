package io.korests.audit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Keeps secrets and tokens out of the log at every log level. Below INFO the libraries write what they handle: Tomcat whole
 * requests, Spring's HTTP client whole answers of Vault, its Environment the values of properties. So only the service's own
 * loggers may speak below INFO, whatever {@code logging.level.*} says. Tomcat may speak from WARN on: at INFO it quotes headers
 * that it cannot parse.
 */
final class LogFloor extends TurboFilter implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String OWN = "io.korests";
    private static final String TOMCAT = "org.apache.";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(this);
        }
    }

    /** After Boot's own listener, which clears what an earlier one has set up. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable throwable) {
        if (level.isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        String name = logger.getName();
        if (level.isGreaterOrEqual(Level.INFO)) {
            return name.startsWith(TOMCAT) ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
        return (name.equals(OWN) || name.startsWith(OWN + ".")) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
