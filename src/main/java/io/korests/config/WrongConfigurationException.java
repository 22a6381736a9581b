package io.korests.config;

/** A configuration that must not be served: one sentence that names the property and the mend, and no secret. */
public final class WrongConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongConfigurationException(String message) {
        super(message);
    }
}
