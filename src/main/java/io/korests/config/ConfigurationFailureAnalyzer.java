package io.korests.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start with wrong configuration by one message and no stack trace. It runs before Boot's own analyzers, which print
 * the value that did not bind.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class ConfigurationFailureAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String message = ConfigurationErrors.of(failure);
        return message == null ? null : new FailureAnalysis(message, null, failure);
    }
}
