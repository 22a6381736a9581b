package io.korests.client;

import io.korests.vault.VaultAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code POST /actuator/refresh} on the management port: reads the credentials now instead of at the next interval. */
@Endpoint(id = "refresh")
final class RefreshEndpoint {

    private static final int FAILED = 503;

    private final CredentialRefresh refresh;
    private final @Nullable VaultAuthentication vault;

    /** @param vault null where Vault is not used */
    RefreshEndpoint(CredentialRefresh refresh, @Nullable VaultAuthentication vault) {
        this.refresh = refresh;
        this.vault = vault;
    }

    /** @return 200 with the names of the changed clients, or 503 with the trouble; the last good set serves then */
    @WriteOperation
    public WebEndpointResponse<RefreshOutcome> refresh() {
        if (vault != null) {
            vault.tryAgain();
        }
        RefreshOutcome outcome = refresh.refresh();
        return new WebEndpointResponse<>(outcome, outcome.trouble() == null ? 200 : FAILED);
    }
}
