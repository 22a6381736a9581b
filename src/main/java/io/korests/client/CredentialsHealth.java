package io.korests.client;

import io.korests.config.UnknownProperties;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code credentials}: which key each client signs with, and which ones could not be read again. Stale credentials do
 * not take an instance out of service: it signs as well as ever.
 */
final class CredentialsHealth implements HealthIndicator {

    static final Status STALE = new Status("STALE");

    private final ServedCredentials served;

    CredentialsHealth(ServedCredentials served) {
        this.served = served;
    }

    @Override
    public Health health() {
        Map<String, String> failures = served.credentials().failures();
        Health.Builder health = failures.isEmpty()
                ? Health.up()
                : Health.status(STALE)
                        .withDetail("cause", String.join("; ", served.failures().keySet()));
        Map<String, Object> stale = new TreeMap<>();
        failures.forEach((name, cause) -> {
            if (!name.equals(UnknownProperties.NO_CLIENT)) {
                stale.put(name, Map.of("cause", cause, "age", served.age(name).toSeconds() + "s"));
            }
        });
        if (!stale.isEmpty()) {
            health.withDetail("stale", stale);
        }
        return health.withDetail("clients", keys()).build();
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (ClientApp app : served.clients().apps()) {
            keys.put(
                    app.name(),
                    app.signingKey().algorithm() + " "
                            + app.signingKey().description().source() + " "
                            + app.signingKey().description().fingerprint());
        }
        return keys;
    }
}
