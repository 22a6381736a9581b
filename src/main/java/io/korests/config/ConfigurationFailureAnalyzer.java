package io.korests.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start with wrong configuration by one message and no stack trace. It runs before Boot's own analyzers, which print
 * the value that did not bind.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationFailureAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailureAnalysis analysis = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongConfigurationException wrong) {
                return new FailureAnalysis(String.valueOf(wrong.getMessage()), null, failure);
            }
            // A message of our own below it says more.
            if (cause instanceof BindException bind && analysis == null) {
                analysis = new FailureAnalysis(ConfigurationErrors.about(bind), null, failure);
            }
        }
        return analysis;
    }
}
