package io.korests.vault;

import io.korests.vault.VaultFailedException.Trouble;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.vault.authentication.SessionManager;

/**
 * Bounds what one reading of all secrets and keys asks of Vault. All calls of a reading share one time; after a trouble that
 * every call would meet, the rest of the reading fails with it and asks nothing.
 */
final class VaultReading {
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
    VaultReading(VaultCalls calls, Duration total, LongSupplier nanoTime) {
        this.calls = calls;
        this.total = total;
        this.nanoTime = nanoTime;
    }

    /**
     * A reading takes 10 s in total, or twice the timeouts of one call where those are raised.
     *
     * @param sessions null where Vault is not used
     */
    static VaultReading of(@Nullable SessionManager sessions, VaultProperties properties, LongSupplier nanoTime) {
        Duration twoCalls = Duration.ofMillis(2L * (properties.getConnectionTimeout() + properties.getReadTimeout()));
        Duration total = twoCalls.compareTo(TOTAL) > 0 ? twoCalls : TOTAL;
        return new VaultReading(new VaultCalls(sessions, MOST_CALLS), total, nanoTime);
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
