package io.korests.client;

import io.korests.config.ConfigurationChecks;
import io.korests.key.SigningKey;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code credentials}: the key that each client signs with, and the clients that could not be read again. Stale
 * credentials sign as well as ever, so they do not take an instance out of service.
 */
final class CredentialsHealth implements HealthIndicator {
    static final Status STALE = new Status("STALE");

    private final ServedCredentials served;

    CredentialsHealth(ServedCredentials served) {
        this.served = served;
    }

    @Override
    public Health health() {
        Credentials credentials = served.credentials();
        String trouble = credentials.trouble();
        Health.Builder health =
                trouble == null ? Health.up() : Health.status(STALE).withDetail("cause", trouble);
        Map<String, Object> stale = new TreeMap<>();
        credentials
                .failures()
                .forEach((name, cause) -> stale.put(
                        name, Map.of("cause", cause, "age", served.age(name).toSeconds() + "s")));
        stale.remove(ConfigurationChecks.NO_CLIENT);
        if (!stale.isEmpty()) {
            health.withDetail("stale", stale);
        }
        return health.withDetail("clients", keys(credentials)).build();
    }

    private static Map<String, String> keys(Credentials credentials) {
        Map<String, String> keys = new TreeMap<>();
        credentials.states().forEach((name, state) -> {
            SigningKey.Description key = state.app().signingKey().description();
            keys.put(name, state.app().signingKey().algorithm() + " " + key.source() + " " + key.fingerprint());
        });
        return keys;
    }
}
