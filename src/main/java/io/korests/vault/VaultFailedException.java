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

    private final Trouble trouble;
    private final int status;

    VaultFailedException(Trouble trouble, @Nullable Throwable cause) {
        this(trouble, 0, cause);
    }

    /** @param status of Vault's answer; 0 without one */
    VaultFailedException(Trouble trouble, int status, @Nullable Throwable cause) {
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

    Trouble trouble() {
        return trouble;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return trouble.message(status);
    }

    private static Trouble answered(HttpStatusCodeException answer, boolean login) {
        return switch (answer.getStatusCode().value()) {
            case 400 -> isJson(answer) ? login ? Trouble.LOGIN_REFUSED : Trouble.FAILS : Trouble.NO_TLS;
            case 401, 403 -> login ? Trouble.LOGIN_REFUSED : Trouble.ACCESS_REFUSED;
            case 404 -> Trouble.NO_LOGIN_PATH;
            // https://developer.hashicorp.com/vault/api-docs/system/health: standby nodes of two kinds.
            case 429, 472, 473 -> Trouble.BUSY;
            case 503 -> Trouble.SEALED;
            default -> Trouble.FAILS;
        };
    }

    /** Go's server answers a plain request on a TLS port with 400 and text. */
    private static boolean isJson(HttpStatusCodeException answer) {
        return answer.getResponseHeaders() != null
                && MediaType.APPLICATION_JSON.isCompatibleWith(
                        answer.getResponseHeaders().getContentType());
    }

    private static Trouble unanswered(Throwable failure) {
        if (has(failure, SSLException.class)) {
            return has(failure, SSLPeerUnverifiedException.class, GeneralSecurityException.class)
                    ? Trouble.UNTRUSTED
                    : Trouble.NO_TLS;
        }
        if (has(failure, ConnectTimeoutException.class)) {
            return Trouble.NO_CONNECTION;
        }
        if (has(
                failure,
                SocketTimeoutException.class,
                ConnectionRequestTimeoutException.class,
                TimeoutException.class,
                InterruptedException.class)) {
            return Trouble.SLOW;
        }
        return has(failure, SocketException.class, UnknownHostException.class, NoHttpResponseException.class)
                ? Trouble.UNREACHABLE
                : Trouble.NOT_VAULT;
    }

    private static boolean has(Throwable failure, Class<?>... types) {
        return Stream.of(types).anyMatch(type -> find(failure, type) != null);
    }

    /** The first of this type among the failure and its causes. */
    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** What keeps Vault from answering: a closed list, each with one message that says what to check. */
    enum Trouble {
        /** Connection refused, no route, unknown host, or a connection that was closed. */
        UNREACHABLE("Vault cannot be reached: check spring.cloud.vault.uri, the network and whether Vault runs", true),
        /** A packet filter drops packets, or Vault hangs before or within the TLS handshake. */
        NO_CONNECTION(
                "Vault does not take the connection in time: check spring.cloud.vault.uri, the network and whether Vault is"
                        + " overloaded, or raise spring.cloud.vault.connection-timeout",
                true),
        SLOW(
                "Vault does not answer in time: check whether it is overloaded, or raise spring.cloud.vault.read-timeout",
                true),
        UNTRUSTED(
                "Vault's TLS certificate is not trusted: check spring.cloud.vault.ssl.trust-store, or that"
                        + " spring.cloud.vault.uri names the host of the certificate",
                true),
        /** TLS that is no TLS, and a plain request to a port that wants it. */
        NO_TLS(
                "Vault and the service do not agree on TLS: check whether spring.cloud.vault.uri is to begin with http:// or"
                        + " https://",
                true),
        STORES(
                "The trust store or key store for Vault cannot be read: check spring.cloud.vault.ssl.trust-store and .key-store,"
                        + " and their types, which are PEM for PEM files",
                true),
        SEALED("Vault is sealed or not available (%d): unseal it, or wait until it is", false),
        BUSY("Vault's node does not serve requests (%d): ask the active node, or wait", false),
        LOGIN_REFUSED(
                "Vault refuses the login (%d): check spring.cloud.vault.authentication, .namespace, the role and its secret;"
                        + " after several refusals Vault locks the user out, until its time is over or"
                        + " sys/locked-users/…/unlock/… is called",
                true),
        NO_LOGIN_PATH(
                "Vault has no such login (%d): check spring.cloud.vault.uri, .namespace and that the authentication method is"
                        + " enabled",
                true),
        ACCESS_REFUSED(
                "Vault refuses access (%d): check that the token is valid and that its policy may read the path",
                false),
        FAILS("Vault fails (%d): see Vault's own log", false),
        NOT_VAULT(
                "Vault gives an answer that is not Vault's: check that spring.cloud.vault.uri leads to Vault and not to another"
                        + " server or a proxy's error page",
                false),
        NOT_SET_UP(
                "Vault's authentication is not set up: check spring.cloud.vault.authentication and the settings that it needs"
                        + " (spring.cloud.vault.token, .app-role.* or .kubernetes.*)",
                true),
        TOKEN_FILE(
                "The service account's token cannot be read: check spring.cloud.vault.kubernetes.service-account-token-file",
                true);

        private final String message;
        private final boolean general;

        Trouble(String message, boolean general) {
            this.message = message;
            this.general = general;
        }

        /** @param status of Vault's answer; 0 without one */
        String message(int status) {
            return message.replace("%d", Integer.toString(status));
        }

        /** Whether every other call would meet it as well, or take as long. */
        boolean isGeneral() {
            return general;
        }
    }
}
