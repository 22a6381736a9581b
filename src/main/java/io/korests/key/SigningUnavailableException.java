package io.korests.key;

import org.jspecify.annotations.Nullable;

/** A remote key could not be reached in time. */
public final class SigningUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SigningUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
