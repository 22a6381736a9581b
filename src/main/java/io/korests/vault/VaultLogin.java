package io.korests.vault;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.SessionManager;

/**
 * Calls Vault with a login. Spring Vault renews a token near its end and logs in anew after it; a token that Vault forgot before
 * its time is replaced here.
 */
final class VaultLogin {

    private final @Nullable SessionManager sessions;

    /** @param sessions null where Vault is not used */
    VaultLogin(@Nullable SessionManager sessions) {
        this.sessions = sessions;
    }

    /**
     * Does what needs the login. If Vault refuses it because the login has ended, logs in anew and does it once more.
     *
     * @throws VaultFailedException if the call fails, or the login
     */
    <T extends @Nullable Object> T within(Supplier<T> call) {
        try {
            return sessions instanceof LifecycleAwareSessionManager manager ? within(manager, call) : call.get();
        } catch (RuntimeException failure) {
            throw VaultErrors.of(failure);
        }
    }

    private <T extends @Nullable Object> T within(LifecycleAwareSessionManager manager, Supplier<T> call) {
        String token = manager.getSessionToken().getToken();
        try {
            return call.get();
        } catch (RuntimeException failure) {
            if (VaultErrors.of(failure).trouble() != VaultTrouble.ACCESS_REFUSED || !hasEnded(token, manager)) {
                throw failure;
            }
            return call.get();
        }
    }

    /** Looks whether the token is still one, by renewing it; when many ask at once, one does. */
    private synchronized boolean hasEnded(String token, LifecycleAwareSessionManager manager) {
        return !manager.getSessionToken().getToken().equals(token) || !manager.renewToken();
    }
}
