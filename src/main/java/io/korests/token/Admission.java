package io.korests.token;

/** Whether the request at hand is admitted, or came while too many others waited. */
public final class Admission {

    private static final ThreadLocal<Boolean> REFUSED = new ThreadLocal<>();

    private Admission() {}

    /** Runs the task; requests in it are refused. */
    public static void refusing(Runnable task) {
        REFUSED.set(Boolean.TRUE);
        try {
            task.run();
        } finally {
            REFUSED.remove();
        }
    }

    /** Whether the request that this thread is at is one to refuse. */
    public static boolean isRefused() {
        return REFUSED.get() != null;
    }
}
