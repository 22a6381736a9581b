package io.korests.vault;

import org.jspecify.annotations.Nullable;
import org.springframework.vault.VaultException;

/** Vault was asked and did not answer as it should. The message says what to check, and quotes neither answer nor path. */
final class VaultFailedException extends VaultException {

    private static final long serialVersionUID = 1L;

    private final VaultTrouble trouble;

    VaultFailedException(VaultTrouble trouble, @Nullable Throwable cause) {
        this(trouble, 0, cause);
    }

    /** @param status of Vault's answer; 0 without one */
    VaultFailedException(VaultTrouble trouble, int status, @Nullable Throwable cause) {
        super(trouble.message(status));
        if (cause != null) {
            initCause(cause);
        }
        this.trouble = trouble;
    }

    VaultTrouble trouble() {
        return trouble;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
