package io.korests.vault;

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

/**
 * Calls Vault on threads of their own, so that each call has a deadline in total: the client's timeouts begin anew with every
 * byte. A Vault that hangs holds these threads and no others.
 */
final class VaultCalls {

    private final VaultLogin login;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newCachedThreadPool(new VaultThreads());

    /** @param most calls at a time, also such as hang past their deadline; one more fails at once */
    VaultCalls(VaultLogin login, int most) {
        this.login = login;
        this.places = new Semaphore(most);
    }

    /**
     * @param deadline for the whole call, with the login that it may need
     * @throws VaultFailedException if Vault does not answer as it should, or not in time
     */
    <T extends @Nullable Object> T within(Duration deadline, Supplier<T> call) {
        Future<T> answer = submit(call);
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException exception) {
            throw VaultErrors.of(exception);
        } catch (TimeoutException exception) {
            answer.cancel(true);
            throw VaultErrors.of(exception);
        } catch (InterruptedException exception) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw VaultErrors.of(exception);
        }
    }

    private <T extends @Nullable Object> Future<T> submit(Supplier<T> call) {
        if (!places.tryAcquire()) {
            throw new VaultFailedException(VaultTrouble.SLOW, null);
        }
        return threads.submit(() -> {
            try {
                return login.within(call);
            } finally {
                places.release();
            }
        });
    }
}
