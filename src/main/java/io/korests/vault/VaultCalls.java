package io.korests.vault;

import io.korests.vault.VaultFailedException.Trouble;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.SessionManager;

/**
 * Calls Vault on threads of their own, so that each call has a deadline in total: the client's timeouts begin anew with every
 * byte. A Vault that hangs holds these threads and no others. Spring Vault renews a token near its end and logs in anew after it;
 * a token that Vault forgot before its time is replaced here.
 */
final class VaultCalls {
    private final @Nullable SessionManager sessions;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newCachedThreadPool(VaultCalls::thread);

    /**
     * @param sessions null where Vault is not used
     * @param most calls at a time, also such as hang past their deadline; one more fails at once
     */
    VaultCalls(@Nullable SessionManager sessions, int most) {
        this.sessions = sessions;
        this.places = new Semaphore(most);
    }

    /** Where a thread has the web application's class loader still when that stops, Tomcat warns of a leak. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sts-vault");
        thread.setDaemon(true);
        thread.setContextClassLoader(VaultCalls.class.getClassLoader());
        return thread;
    }

    /**
     * @param deadline for the whole call, with the login that it may need
     * @throws VaultFailedException if Vault does not answer as it should, or not in time
     */
    <T extends @Nullable Object> T within(Duration deadline, Supplier<T> call) {
        if (!places.tryAcquire()) {
            throw new VaultFailedException(Trouble.SLOW, null);
        }
        Future<T> answer = threads.submit(() -> {
            try {
                return withLogin(call);
            } finally {
                places.release();
            }
        });
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException exception) {
            answer.cancel(true);
            throw VaultFailedException.of(exception);
        } catch (InterruptedException exception) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw VaultFailedException.of(exception);
        }
    }

    /** If Vault refuses the call because the login has ended, logs in anew and calls once more. */
    private <T extends @Nullable Object> T withLogin(Supplier<T> call) {
        if (!(sessions instanceof LifecycleAwareSessionManager manager)) {
            return call.get();
        }
        String token = manager.getSessionToken().getToken();
        try {
            return call.get();
        } catch (RuntimeException failure) {
            if (VaultFailedException.of(failure).trouble() == Trouble.ACCESS_REFUSED && hasEnded(token, manager)) {
                return call.get();
            }
            throw failure;
        }
    }

    /** Checks by renewal whether the token is still valid; of many concurrent callers, one does. */
    private synchronized boolean hasEnded(String token, LifecycleAwareSessionManager manager) {
        return !manager.getSessionToken().getToken().equals(token) || !manager.renewToken();
    }

    /**
     * Bounds what one reading of all secrets and keys asks of Vault. All calls of a reading share one time; after a trouble that
     * every call would meet, the rest of the reading fails with it and asks nothing.
     */
    static final class Reading {
        /** Long enough for a start on a busy machine, which loads what speaks with Vault. */
        private static final Duration TOTAL = Duration.ofSeconds(10);
        /** One call at a time, and some that may hang past their deadline. */
        private static final int MOST_CALLS = 4;

        private final VaultCalls calls;
        private final Duration total;
        private final LongSupplier nanoTime;
        private long spentNanos;
        private int number;
        private @Nullable VaultFailedException general;

        /**
         * @param total for all calls of a reading
         * @param nanoTime a monotonic clock, as {@link System#nanoTime}
         */
        Reading(VaultCalls calls, Duration total, LongSupplier nanoTime) {
            this.calls = calls;
            this.total = total;
            this.nanoTime = nanoTime;
        }

        /**
         * A reading takes 10 s in total, or twice the timeouts of one call where those are raised.
         *
         * @param sessions null where Vault is not used
         */
        static Reading of(@Nullable SessionManager sessions, VaultProperties properties, LongSupplier nanoTime) {
            Duration twoCalls =
                    Duration.ofMillis(2L * (properties.getConnectionTimeout() + properties.getReadTimeout()));
            Duration total = twoCalls.compareTo(TOTAL) > 0 ? twoCalls : TOTAL;
            return new Reading(new VaultCalls(sessions, MOST_CALLS), total, nanoTime);
        }

        synchronized void begin() {
            number++;
            spentNanos = 0;
            general = null;
        }

        /** Of the readings since the start, which is 0. */
        synchronized int number() {
            return number;
        }

        /** @throws VaultFailedException if Vault does not answer as it should, did not before, or the time is over */
        synchronized <T extends @Nullable Object> T ask(Supplier<T> call) {
            if (general == null && spentNanos >= total.toNanos()) {
                general = new VaultFailedException(Trouble.SLOW, null);
            }
            if (general != null) {
                throw general;
            }
            long started = nanoTime.getAsLong();
            try {
                return calls.within(total.minusNanos(spentNanos), call);
            } catch (VaultFailedException failed) {
                general = failed.trouble().isGeneral() ? failed : null;
                throw failed;
            } finally {
                spentNanos += nanoTime.getAsLong() - started;
            }
        }
    }
}
