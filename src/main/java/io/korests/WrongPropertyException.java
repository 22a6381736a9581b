package io.korests;

/**
 * A property record is not valid as a whole. The message begins with the name of a property below the record's own, or with a
 * colon, and shows no value.
 */
public final class WrongPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongPropertyException(String message) {
        super(message);
    }
}
