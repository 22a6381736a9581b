package io.korests.config;

import java.util.Objects;

/** A configuration that must not be served. The message names the property and the fix, and shows no secret. */
public final class WrongConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongConfigurationException(String message) {
        super(message);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
