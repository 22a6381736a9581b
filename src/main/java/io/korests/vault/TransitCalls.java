package io.korests.vault;

import io.korests.key.SigningUnavailableException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.support.VaultResponse;

/**
 * Calls to Vault's Transit engine: so many at a time and no more, and none for longer than a deadline. A Vault that hangs holds
 * these threads and no others, so that clients with keys of their own are served as ever.
 */
final class TransitCalls {

    private static final int MOST_AT_A_TIME = 32;
    /** To sign, while a caller waits. */
    private static final long WRITE_MILLIS = 2_500;
    /** To open a key, while nobody does: a start on a busy machine takes its time to load what speaks with Vault. */
    private static final long READ_MILLIS = 8_000;

    private final @Nullable VaultOperations vault;
    private final VaultLogin login;
    private final ExecutorService threads;

    TransitCalls(@Nullable VaultOperations vault, VaultLogin login) {
        this.vault = vault;
        this.login = login;
        this.threads = new ThreadPoolExecutor(
                0, MOST_AT_A_TIME, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), new TransitThreads());
    }

    /**
     * @return the answer's data, or null if Vault has nothing at the path
     * @throws SigningUnavailableException if Vault does not answer in time or too many calls wait already
     */
    @Nullable
    Map<String, Object> read(String path) {
        return data(inTime(READ_MILLIS, () -> vault().read(path)));
    }

    /**
     * As {@link #read}, for a request with a body. Vault takes PUT for POST (https://developer.hashicorp.com/vault/api-docs);
     * PUT is sent again where a pooled connection turns out to be closed, after Vault was restarted.
     */
    @Nullable
    Map<String, Object> write(String path, Map<String, Object> body) {
        return data(inTime(WRITE_MILLIS, () -> put(path, body).getBody()));
    }

    private ResponseEntity<VaultResponse> put(String path, Map<String, Object> body) {
        return vault().doWithSession(
                        rest -> rest.exchange(path, HttpMethod.PUT, new HttpEntity<>(body), VaultResponse.class));
    }

    private VaultOperations vault() {
        if (vault == null) {
            throw new IllegalArgumentException("spring.cloud.vault is not set up");
        }
        return vault;
    }

    private static @Nullable Map<String, Object> data(@Nullable VaultResponse response) {
        return response == null ? null : response.getData();
    }

    private @Nullable VaultResponse inTime(long millis, Supplier<@Nullable VaultResponse> call) {
        Future<@Nullable VaultResponse> answer;
        try {
            answer = threads.submit(() -> login.within(call));
        } catch (RejectedExecutionException exception) {
            throw new SigningUnavailableException("Too many calls to Vault wait already", exception);
        }
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException exception) {
            throw new SigningUnavailableException("Vault failed", exception.getCause());
        } catch (TimeoutException exception) {
            answer.cancel(true);
            throw new SigningUnavailableException("Vault does not answer in time", exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new SigningUnavailableException("Interrupted while waiting for Vault", exception);
        }
    }
}
