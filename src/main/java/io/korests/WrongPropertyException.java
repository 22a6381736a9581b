package io.korests;

/** Properties do not fit together. The message begins with a property below the record's own, or a colon, and shows no value. */
public final class WrongPropertyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WrongPropertyException(String message) {
        super(message);
    }
}
