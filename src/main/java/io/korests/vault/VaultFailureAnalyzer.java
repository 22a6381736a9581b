package io.korests.vault;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Ends a start without Vault by one sentence instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class VaultFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return VaultErrors.isIn(failure)
                ? new FailureAnalysis(VaultErrors.describe(failure) + '.', null, failure)
                : null;
    }
}
