package io.korests.vault;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * Vault was asked and did not answer as it should. The message says what to check, and quotes neither answer nor path. What went
 * wrong is recognised by the failure's type.
 */
final class VaultFailedException extends VaultException {
    private static final long serialVersionUID = 1L;

    private final VaultTrouble trouble;
    private final int status;

    VaultFailedException(VaultTrouble trouble, @Nullable Throwable cause) {
        this(trouble, 0, cause);
    }

    /** @param status of Vault's answer; 0 without one */
    VaultFailedException(VaultTrouble trouble, int status, @Nullable Throwable cause) {
        super(trouble.message(status));
        if (cause != null) {
            initCause(cause);
        }
        this.trouble = trouble;
        this.status = status;
    }

    /** @param failure of a call to Vault, whatever its type */
    static VaultFailedException of(Throwable failure) {
        VaultFailedException known = find(failure, VaultFailedException.class);
        if (known != null) {
            return known;
        }
        HttpStatusCodeException answer = find(failure, HttpStatusCodeException.class);
        if (answer == null) {
            return new VaultFailedException(unanswered(failure), failure);
        }
        boolean login = find(failure, VaultLoginException.class) != null;
        return new VaultFailedException(
                answered(answer, login), answer.getStatusCode().value(), failure);
    }

    VaultTrouble trouble() {
        return trouble;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return trouble.message(status);
    }

    private static VaultTrouble answered(HttpStatusCodeException answer, boolean login) {
        return switch (answer.getStatusCode().value()) {
            case 400 -> isJson(answer) ? login ? VaultTrouble.LOGIN_REFUSED : VaultTrouble.FAILS : VaultTrouble.NO_TLS;
            case 401, 403 -> login ? VaultTrouble.LOGIN_REFUSED : VaultTrouble.ACCESS_REFUSED;
            case 404 -> VaultTrouble.NO_LOGIN_PATH;
            // https://developer.hashicorp.com/vault/api-docs/system/health: standby nodes of two kinds.
            case 429, 472, 473 -> VaultTrouble.BUSY;
            case 503 -> VaultTrouble.SEALED;
            default -> VaultTrouble.FAILS;
        };
    }

    /** Go's server answers a plain request on a TLS port with 400 and text. */
    private static boolean isJson(HttpStatusCodeException answer) {
        return answer.getResponseHeaders() != null
                && MediaType.APPLICATION_JSON.isCompatibleWith(
                        answer.getResponseHeaders().getContentType());
    }

    private static VaultTrouble unanswered(Throwable failure) {
        if (has(failure, SSLPeerUnverifiedException.class)
                || has(failure, SSLException.class) && has(failure, GeneralSecurityException.class)) {
            return VaultTrouble.UNTRUSTED;
        }
        if (has(failure, SSLException.class)) {
            return VaultTrouble.NO_TLS;
        }
        if (has(failure, ConnectTimeoutException.class)) {
            return VaultTrouble.NO_CONNECTION;
        }
        if (Stream.of(
                        SocketTimeoutException.class,
                        ConnectionRequestTimeoutException.class,
                        TimeoutException.class,
                        InterruptedException.class)
                .anyMatch(type -> has(failure, type))) {
            return VaultTrouble.SLOW;
        }
        return Stream.of(SocketException.class, UnknownHostException.class, NoHttpResponseException.class)
                        .anyMatch(type -> has(failure, type))
                ? VaultTrouble.UNREACHABLE
                : VaultTrouble.NOT_VAULT;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type) != null;
    }

    /** The first of this type among the failure and its causes. */
    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
