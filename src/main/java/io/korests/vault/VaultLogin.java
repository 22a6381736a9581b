package io.korests.vault;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * The login at Vault. Spring Vault renews a token near its end and logs in anew after it; a token that Vault forgot before its
 * time is replaced here.
 */
public final class VaultLogin {

    private final @Nullable SessionManager sessions;

    /** @param sessions null where Vault is not used */
    VaultLogin(@Nullable SessionManager sessions) {
        this.sessions = sessions;
    }

    /**
     * Does what needs the login. If Vault refuses it because the login has ended, logs in anew and does it once more.
     *
     * @throws RuntimeException what the call throws, or the login
     */
    public <T extends @Nullable Object> T within(Supplier<T> call) {
        if (!(sessions instanceof LifecycleAwareSessionManager manager)) {
            return call.get();
        }
        String token = manager.getSessionToken().getToken();
        try {
            return call.get();
        } catch (RuntimeException failure) {
            if (!isRefusal(failure) || !hasEnded(token, manager)) {
                throw failure;
            }
            return call.get();
        }
    }

    /** Looks whether the token is still one, by renewing it; when many ask at once, one does. */
    private synchronized boolean hasEnded(String token, LifecycleAwareSessionManager manager) {
        return !manager.getSessionToken().getToken().equals(token) || !manager.renewToken();
    }

    private static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpStatusCodeException http) {
                return http.getStatusCode().value() == 403;
            }
        }
        return VaultErrors.isIn(failure) && VaultErrors.describe(failure).contains("(403)");
    }
}
