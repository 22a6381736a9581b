package io.korests.vault;

/** What keeps Vault from answering: a closed list, each with one message that says what to check. */
enum VaultTrouble {
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
            "Vault refuses access (%d): check that the token is valid and that its policy may read the path", false),
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

    VaultTrouble(String message, boolean general) {
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
