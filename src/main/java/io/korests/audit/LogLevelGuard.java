package io.korests.audit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;

/**
 * Keeps secrets and tokens out of the log, whatever {@code logging.level.*} says. Below INFO only the service's own loggers
 * write: Tomcat logs whole requests there, Spring's HTTP client answers of Vault, its Environment values of properties.
 */
final class LogLevelGuard extends TurboFilter
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final String OWN = "io.korests";

    /** An absent collector is a line, and no stack trace. */
    private static final String TRACES = "io.opentelemetry.exporter.";

    /** For libraries that quote at INFO or above too, by the beginnings of loggers' names. */
    private static final Map<String, Level> THRESHOLDS = Map.of(
            // At INFO it quotes headers that it cannot parse.
            "org.apache.", Level.WARN,
            // At WARN it quotes bodies that it cannot parse.
            "org.springframework.web.servlet.", Level.ERROR,
            // They quote what Vault answered; io.korests.client logs what is wrong with Vault.
            "org.springframework.vault.", Level.OFF,
            "org.springframework.cloud.vault.", Level.OFF);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(this);
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
        String name = logger.getName();
        if (name.equals(OWN) || name.startsWith(OWN + ".")) {
            return FilterReply.NEUTRAL;
        }
        if (throwable != null && name.startsWith(TRACES)) {
            // Without the cause's message, which may quote.
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(throwable);
            logger.warn("{} ({})", format, cause.getClass().getSimpleName());
            return FilterReply.DENY;
        }
        // INFO first: most calls are below it, and this runs for each.
        return level.isGreaterOrEqual(Level.INFO) && level.isGreaterOrEqual(threshold(name))
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }

    private static Level threshold(String logger) {
        for (Map.Entry<String, Level> threshold : THRESHOLDS.entrySet()) {
            if (logger.startsWith(threshold.getKey())) {
                return threshold.getValue();
            }
        }
        return Level.INFO;
    }
}
