package io.korests.problem;

/**
 * A failure as it may stand in the log: of what kind it was and where, without its message, which may quote what a caller sent.
 */
final class Defect extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Defect(Throwable failure) {
        super(failure.getClass().getName());
        setStackTrace(failure.getStackTrace());
    }
}
