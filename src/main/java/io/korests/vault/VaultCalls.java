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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
}
