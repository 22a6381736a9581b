package io.korests.vault;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * Describes in one sentence what is wrong with Vault and what to check. The exceptions' own messages are left out: they quote
 * answers and paths.
 */
public final class VaultErrors {

    private static final Pattern STATUS = Pattern.compile("Status (\\d{3})");

    private VaultErrors() {}

    /** Whether this went wrong while Vault was asked something. */
    public static boolean isIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof VaultException || passedVaultClient(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passedVaultClient(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith("org.springframework.vault.")
                        || name.startsWith("org.springframework.cloud.vault."));
    }

    /** @param failure one that {@link #isIn} holds for */
    public static String describe(Throwable failure) {
        Integer status = status(failure);
        if (status != null) {
            return answered(status, has(failure, VaultLoginException.class));
        }
        if (has(failure, SSLException.class)) {
            return "Vault's TLS certificate is not trusted: check spring.cloud.vault.ssl.trust-store, or that"
                    + " spring.cloud.vault.uri names the host of the certificate";
        }
        if (has(failure, SocketTimeoutException.class) && !has(failure, ConnectTimeoutException.class)) {
            return "Vault does not answer in time: check whether it is overloaded, or raise"
                    + " spring.cloud.vault.read-timeout";
        }
        if (isUnreachable(failure)) {
            return "Vault cannot be reached: check spring.cloud.vault.uri, the network and whether Vault runs";
        }
        if (isSetUp(failure)) {
            return "Vault's authentication is not set up: check spring.cloud.vault.authentication and the settings that"
                    + " it needs (spring.cloud.vault.token, .app-role.* or .kubernetes.*)";
        }
        return "Vault gives an answer that is not Vault's: check that spring.cloud.vault.uri leads to Vault and not to"
                + " another server or a proxy's error page";
    }

    private static String answered(int status, boolean login) {
        if (status == 503) {
            return "Vault is sealed or not available (503): unseal it, or wait until it is";
        }
        if (status == 429 || status == 472 || status == 473) {
            return "Vault's node does not serve requests (" + status + "): ask the active node, or wait";
        }
        if (status == 403 || status == 401 || login && status == 400) {
            return login
                    ? "Vault refuses the login (" + status + "): check the role, its secret and its policies"
                    : "Vault refuses access (" + status
                            + "): check that the token is valid and that its policy may read" + " the path";
        }
        if (status == 404) {
            return "Vault has nothing at the path (404): check the mount and the path in spring.config.import";
        }
        return "Vault fails (" + status + "): see Vault's own log";
    }

    private static @Nullable Integer status(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpStatusCodeException http) {
                return http.getStatusCode().value();
            }
            Matcher matcher = STATUS.matcher(String.valueOf(cause.getMessage()));
            if (cause instanceof VaultException && matcher.find()) {
                return Integer.valueOf(matcher.group(1));
            }
        }
        return null;
    }

    private static boolean isUnreachable(Throwable failure) {
        return has(failure, ConnectException.class)
                || has(failure, ConnectTimeoutException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, NoRouteToHostException.class)
                || has(failure, NoHttpResponseException.class)
                || has(failure, java.net.SocketException.class);
    }

    private static boolean isSetUp(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException
                    || cause instanceof UnsupportedOperationException
                    || cause instanceof IllegalStateException && isOfLoginSettings(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Spring Cloud Vault's ClientAuthenticationFactory, where a setting is missing. */
    private static boolean isOfLoginSettings(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Cannot create authentication mechanism");
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
