package io.korests.client;

import io.korests.client.ClientSet.ClientState;
import io.korests.config.ConfigurationChecks;
import io.korests.key.SigningKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Swaps the clients of a refresh, and shows operators what serves now, its age, and why some could not be read again: log, metrics
 * and the health {@code credentials}. Stale credentials sign as well as ever, so they do not take an instance out of service. Safe
 * for use by many threads.
 */
final class ServedCredentials implements HealthIndicator {
    static final Status STALE = new Status("STALE");
    private static final Logger log = LoggerFactory.getLogger(ServedCredentials.class);
    private static final int MOST_NAMES = 10;

    private final ClientRegistry registry;
    private final LongSupplier nanoTime;
    private final MultiGauge ages;
    private final MeterProvider<Counter> readings;

    /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
    ServedCredentials(ClientRegistry registry, LongSupplier nanoTime, MeterRegistry metrics) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        this.ages = MultiGauge.builder("sts.credentials.age")
                .description("Since the client's credentials were last read and found valid")
                .baseUnit("seconds")
                .register(metrics);
        registerAges();
        this.readings = Counter.builder("sts.credentials.refresh")
                .description("Readings of the credentials from where they come")
                .withRegistry(metrics);
        readings.withTag("outcome", "success");
        readings.withTag("outcome", "failure");
    }

    private void registerAges() {
        ages.register(
                current().states().keySet().stream()
                        .map(name -> MultiGauge.Row.of(
                                Tags.of("client", name), () -> age(name).toMillis() / 1000.0))
                        .toList(),
                true);
    }

    ClientSet current() {
        return registry.current();
    }

    /** Since the credentials with which the client serves were last read and found valid. */
    Duration age(String client) {
        ClientState state = current().states().get(client);
        return state == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - state.readNanos());
    }

    synchronized CredentialRefresh.Outcome replace(ClientSet next) {
        Map<String, List<String>> failuresBefore = namesByCause(current());
        List<String> changed = registry.replace(next);
        if (!changed.isEmpty()) {
            registerAges();
            log.info(
                    "Credentials changed: {}",
                    changed.stream().map(name -> describe(name, next.app(name))).collect(Collectors.joining(", ")));
        }
        logFailures(failuresBefore, namesByCause(next));
        String trouble = trouble(next);
        readings.withTag("outcome", trouble == null ? "success" : "failure").increment();
        return new CredentialRefresh.Outcome(changed, trouble);
    }

    private static String describe(String name, @Nullable ClientApp app) {
        return app == null
                ? name + " is gone"
                : name + " has key " + app.signingKey().description().fingerprint();
    }

    private static Map<String, List<String>> namesByCause(ClientSet clients) {
        Map<String, List<String>> names = new TreeMap<>();
        clients.failures()
                .forEach((name, cause) ->
                        names.computeIfAbsent(cause, any -> new ArrayList<>()).add(name));
        return names;
    }

    /** All causes in one line, or null. */
    private static @Nullable String trouble(ClientSet clients) {
        Set<String> causes = namesByCause(clients).keySet();
        return causes.isEmpty() ? null : String.join("; ", causes);
    }

    /** Once for each failure, and not once for each attempt. */
    private static void logFailures(Map<String, List<String>> before, Map<String, List<String>> now) {
        now.forEach((cause, names) -> {
            if (!names.equals(before.get(cause))) {
                log.warn("Credentials{} cannot be refreshed, the last good ones go on serving: {}", list(names), cause);
            }
        });
        if (now.isEmpty() && !before.isEmpty()) {
            log.info("Credentials can be read again");
        }
    }

    private static String list(List<String> names) {
        List<String> clients = names.stream()
                .filter(name -> !name.equals(ConfigurationChecks.NO_CLIENT))
                .toList();
        String shown = clients.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = clients.size() - MOST_NAMES;
        return (clients.isEmpty() ? "" : " of ") + shown + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public Health health() {
        ClientSet now = current();
        String trouble = trouble(now);
        Health.Builder health =
                trouble == null ? Health.up() : Health.status(STALE).withDetail("cause", trouble);
        Map<String, Object> stale = new TreeMap<>();
        now.failures()
                .forEach((name, cause) ->
                        stale.put(name, Map.of("cause", cause, "age", age(name).toSeconds() + "s")));
        stale.remove(ConfigurationChecks.NO_CLIENT);
        if (!stale.isEmpty()) {
            health.withDetail("stale", stale);
        }
        return health.withDetail("clients", keys(now)).build();
    }

    private static Map<String, String> keys(ClientSet clients) {
        Map<String, String> keys = new TreeMap<>();
        for (ClientApp app : clients.apps()) {
            SigningKey.Description key = app.signingKey().description();
            keys.put(app.name(), app.signingKey().algorithm() + " " + key.source() + " " + key.fingerprint());
        }
        return keys;
    }
}
