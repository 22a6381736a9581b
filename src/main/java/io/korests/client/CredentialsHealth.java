package io.korests.client;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code credentials}: which key each client signs with, and whether the credentials can still be read. Stale ones
 * do not take an instance out of service: it signs as well as ever.
 */
final class CredentialsHealth implements HealthIndicator {

    static final Status STALE = new Status("STALE");

    private final ClientApps clients;
    private final CredentialsState state;

    CredentialsHealth(ClientApps clients, CredentialsState state) {
        this.clients = clients;
        this.state = state;
    }

    @Override
    public Health health() {
        String trouble = state.trouble();
        Health.Builder health =
                trouble == null ? Health.up() : Health.status(STALE).withDetail("cause", trouble);
        return health.withDetail("age", state.age().toSeconds() + "s")
                .withDetail("clients", keys())
                .build();
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (ClientApp app : clients.current().apps()) {
            keys.put(
                    app.name(),
                    app.signingKey().algorithm() + " "
                            + app.signingKey().description().source() + " "
                            + app.signingKey().description().fingerprint());
        }
        return keys;
    }
}
