package io.korests.vault;

/** What is mounted at a path: a secrets engine or an authentication method. */
interface FakeEngine {

    /** The type as Vault's mount table names it: {@code kv}, {@code transit}, {@code approle}. */
    String type();

    /**
     * Answers a request whose path is relative to the mount. Called from several threads at once, and only after the
     * token's rights were checked.
     */
    VaultAnswer answer(VaultRequest request);
}
