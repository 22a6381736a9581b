package io.korests.key;

import org.jspecify.annotations.Nullable;

/** The key is kept elsewhere, and it could not be reached in time. */
public final class SigningUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SigningUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * JJWT wraps what a signature algorithm throws in an exception of its own.
     *
     * @throws SigningUnavailableException if it is the cause of the failure
     */
    public static void rethrow(Throwable failure) {
        if (failure.getCause() instanceof SigningUnavailableException unavailable) {
            throw unavailable;
        }
    }
}
