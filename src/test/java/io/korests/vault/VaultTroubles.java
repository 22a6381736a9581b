package io.korests.vault;

/** The messages by which operators tell Vault's troubles apart; docs/operations.md has a row for each. */
final class VaultTroubles {

    static final String UNREACHABLE =
            "Vault cannot be reached: check spring.cloud.vault.uri, the network and whether Vault runs";
    static final String SLOW = "Vault does not answer in time: check whether it is overloaded, or raise"
            + " spring.cloud.vault.read-timeout";
    static final String SEALED = "Vault is sealed or not available (503): unseal it, or wait until it is";
    static final String BUSY = "Vault's node does not serve requests (429): ask the active node, or wait";
    static final String LOGIN_REFUSED = loginRefused(403);
    static final String WRONG_LOGIN = loginRefused(400);
    static final String ACCESS_REFUSED =
            "Vault refuses access (403): check that the token is valid and that its policy may read the path";
    static final String FAILS = "Vault fails (500): see Vault's own log";
    static final String PROXY_FAILS = "Vault fails (502): see Vault's own log";
    static final String NOT_VAULT = "Vault gives an answer that is not Vault's: check that spring.cloud.vault.uri leads"
            + " to Vault and not to another server or a proxy's error page";
    static final String UNTRUSTED = "Vault's TLS certificate is not trusted: check spring.cloud.vault.ssl.trust-store,"
            + " or that spring.cloud.vault.uri names the host of the certificate";
    static final String NO_LOGIN = "Vault's authentication is not set up: check spring.cloud.vault.authentication and"
            + " the settings that it needs (spring.cloud.vault.token, .app-role.* or .kubernetes.*)";
    static final String NO_LOGIN_PATH = "Vault has no such login (404): check spring.cloud.vault.uri, .namespace and"
            + " that the authentication method is enabled";
    static final String NO_CONNECTION = "Vault does not take the connection in time: check spring.cloud.vault.uri, the"
            + " network and whether Vault is overloaded, or raise spring.cloud.vault.connection-timeout";
    static final String NO_TLS = "Vault and the service do not agree on TLS: check whether spring.cloud.vault.uri is to"
            + " begin with http:// or https://";
    static final String STORES = "The trust store or key store for Vault cannot be read: check"
            + " spring.cloud.vault.ssl.trust-store and .key-store, and their types, which are PEM for PEM files";
    static final String UNRESOLVED = "spring.cloud.vault.namespace has ${VAULT_NAMESPACE}, which nothing resolves:"
            + " set it, or leave the property out";
    static final String TOKEN_FILE = "The service account's token cannot be read: check"
            + " spring.cloud.vault.kubernetes.service-account-token-file";
    static final String NO_SECRET = "spring.config.import names secret/kore/travel in Vault, where no secret is:"
            + " check the mount and the path, and that the secret was not deleted";

    static final String HALF_A_SECRET =
            "sts.clients.travel: set exactly one of client-secret, private-key, transit; got none";
    static final String TRANSIT = "sts.clients.travel.transit cannot be used: ";

    private VaultTroubles() {}

    private static String loginRefused(int status) {
        return "Vault refuses the login (" + status + "): check spring.cloud.vault.authentication, .namespace, the role"
                + " and its secret; after several refusals Vault locks the user out, until its time is over or"
                + " sys/locked-users/…/unlock/… is called";
    }
}
