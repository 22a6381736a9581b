package io.korests.vault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.vault.VaultException;

/** Ends a start without Vault by one message instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class VaultFailureAnalyzer extends AbstractFailureAnalyzer<VaultException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, VaultException cause) {
        return new FailureAnalysis(VaultFailedException.of(rootFailure).getMessage() + '.', null, rootFailure);
    }
}
