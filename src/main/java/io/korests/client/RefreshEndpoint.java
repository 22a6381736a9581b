package io.korests.client;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code POST /actuator/refresh} on the management port: reads the credentials now instead of at the next interval. */
@Endpoint(id = "refresh")
final class RefreshEndpoint {

    private static final int FAILED = 503;

    private final CredentialRefresh refresh;

    RefreshEndpoint(CredentialRefresh refresh) {
        this.refresh = refresh;
    }

    /** @return 200 with the names of the changed clients, or 503 with the trouble; the last good set serves then */
    @WriteOperation
    public WebEndpointResponse<RefreshOutcome> refresh() {
        RefreshOutcome outcome = refresh.refresh();
        return new WebEndpointResponse<>(outcome, outcome.trouble() == null ? 200 : FAILED);
    }
}
