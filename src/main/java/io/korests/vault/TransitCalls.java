package io.korests.vault;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.support.VaultResponse;
import org.springframework.vault.support.VaultTransitKey;

/**
 * Asks Vault's Transit engine (https://developer.hashicorp.com/vault/api-docs/secret/transit). So many signatures wait for Vault
 * at a time and no more, and none for longer than a deadline.
 */
final class TransitCalls {

    private static final int MOST_SIGNATURES = 32;
    /** While a caller waits. */
    private static final Duration SIGNATURE_TIME = Duration.ofMillis(2_500);

    private final @Nullable VaultOperations vault;
    private final VaultCalls signatures;

    /** @param vault null where Vault is not set up */
    TransitCalls(@Nullable VaultOperations vault, VaultLogin login) {
        this.vault = vault;
        this.signatures = new VaultCalls(login, MOST_SIGNATURES);
    }

    /** Reads a key; null if there is none. */
    Supplier<@Nullable VaultTransitKey> key(String mount, String name) {
        return () -> vault().opsForTransit(mount).getKey(name);
    }

    /**
     * Has Vault sign. {@code VaultTransitOperations} does not take the version of the key, and PUT, which Vault takes for POST
     * (https://developer.hashicorp.com/vault/api-docs), is sent again where a pooled connection turns out to be closed.
     *
     * @return as Vault writes it, or null if its answer has none
     * @throws VaultFailedException if Vault does not answer as it should, or not in time
     */
    @Nullable
    Object sign(String path, Map<String, Object> request) {
        VaultResponse answer = signatures.<@Nullable VaultResponse>within(
                SIGNATURE_TIME,
                () -> vault().doWithSession(rest ->
                                rest.exchange(path, HttpMethod.PUT, new HttpEntity<>(request), VaultResponse.class))
                        .getBody());
        Map<String, Object> data = answer == null ? null : answer.getData();
        return data == null ? null : data.get("signature");
    }

    private VaultOperations vault() {
        if (vault == null) {
            throw new VaultFailedException(VaultTrouble.NOT_SET_UP, null);
        }
        return vault;
    }
}
