package io.korests.vault;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.web.client.HttpStatusCodeException;

/** Recognises by its type what went wrong while Vault was asked something. */
final class VaultErrors {

    private VaultErrors() {}

    /** @param failure of a call to Vault, whatever its type */
    static VaultFailedException of(Throwable failure) {
        VaultFailedException known = find(failure, VaultFailedException.class);
        if (known != null) {
            return known;
        }
        HttpStatusCodeException answer = find(failure, HttpStatusCodeException.class);
        if (answer != null) {
            int status = answer.getStatusCode().value();
            return new VaultFailedException(
                    answered(answer, find(failure, VaultLoginException.class) != null), status, failure);
        }
        return new VaultFailedException(unanswered(failure), failure);
    }

    /** The first of this type among the failure and its causes. */
    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static VaultTrouble answered(HttpStatusCodeException answer, boolean login) {
        HttpStatusCode status = answer.getStatusCode();
        return switch (status.value()) {
            case 400 -> badRequest(answer, login);
            case 401, 403 -> login ? VaultTrouble.LOGIN_REFUSED : VaultTrouble.ACCESS_REFUSED;
            case 404 -> VaultTrouble.NO_LOGIN_PATH;
            // https://developer.hashicorp.com/vault/api-docs/system/health: standby nodes of two kinds.
            case 429, 472, 473 -> VaultTrouble.BUSY;
            case 503 -> VaultTrouble.SEALED;
            default -> VaultTrouble.FAILS;
        };
    }

    /** Go's server answers a plain request on a TLS port with 400 and text. */
    private static VaultTrouble badRequest(HttpStatusCodeException answer, boolean login) {
        MediaType type = answer.getResponseHeaders() == null
                ? null
                : answer.getResponseHeaders().getContentType();
        if (!MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
            return VaultTrouble.NO_TLS;
        }
        return login ? VaultTrouble.LOGIN_REFUSED : VaultTrouble.FAILS;
    }

    private static VaultTrouble unanswered(Throwable failure) {
        if (has(failure, SSLException.class)) {
            boolean certificate =
                    has(failure, SSLPeerUnverifiedException.class) || has(failure, GeneralSecurityException.class);
            return certificate ? VaultTrouble.UNTRUSTED : VaultTrouble.NO_TLS;
        }
        if (has(failure, ConnectTimeoutException.class)) {
            return VaultTrouble.NO_CONNECTION;
        }
        if (has(failure, SocketTimeoutException.class)
                || has(failure, ConnectionRequestTimeoutException.class)
                || has(failure, TimeoutException.class)
                || has(failure, InterruptedException.class)) {
            return VaultTrouble.SLOW;
        }
        return isUnreachable(failure) ? VaultTrouble.UNREACHABLE : VaultTrouble.NOT_VAULT;
    }

    private static boolean isUnreachable(Throwable failure) {
        return has(failure, SocketException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, NoHttpResponseException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type) != null;
    }
}
