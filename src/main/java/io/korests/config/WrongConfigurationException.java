package io.korests.config;

/** A configuration that must not be served. The message names the property and the fix, and shows no secret. */
public final class WrongConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    public WrongConfigurationException(String message) {
        super(message);
        this.message = message;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return message;
    }
}
