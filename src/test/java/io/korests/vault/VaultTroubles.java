package io.korests.vault;

import java.util.List;

/** The sentences by which operators tell Vault's troubles apart; docs/operations.md has a row for each. */
final class VaultTroubles {

    static final String UNREACHABLE =
            "Vault cannot be reached: check spring.cloud.vault.uri, the network and whether Vault runs";
    static final String SLOW = "Vault does not answer in time: check whether it is overloaded, or raise"
            + " spring.cloud.vault.read-timeout";
    static final String SEALED = "Vault is sealed or not available (503): unseal it, or wait until it is";
    static final String BUSY = "Vault's node does not serve requests (429): ask the active node, or wait";
    static final String LOGIN_REFUSED = "Vault refuses the login (403): check the role, its secret and its policies";
    static final String WRONG_LOGIN = "Vault refuses the login (400): check the role, its secret and its policies";
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
    static final String NO_LOGIN_PATH =
            "Vault has nothing at the path (404): check the mount and the path in spring.config.import";
    static final String NO_SECRET = "spring.config.import names secret/kore/travel in Vault, where no secret is:"
            + " check the mount and the path, and that the secret was not deleted";

    static final List<String> ALL = List.of(
            UNREACHABLE,
            SLOW,
            SEALED,
            BUSY,
            LOGIN_REFUSED,
            WRONG_LOGIN,
            ACCESS_REFUSED,
            FAILS,
            NOT_VAULT,
            UNTRUSTED,
            NO_LOGIN,
            NO_LOGIN_PATH,
            NO_SECRET);

    private VaultTroubles() {}
}
