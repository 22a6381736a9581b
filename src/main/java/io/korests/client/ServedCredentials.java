package io.korests.client;

import io.korests.client.Credentials.ClientState;
import io.korests.config.UnknownProperties;
import io.korests.config.WrongConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The credentials that serve now, why some could not be read again, and how old they are. Safe for use by many threads. */
final class ServedCredentials {

    private static final Logger log = LoggerFactory.getLogger(ServedCredentials.class);
    private static final int MOST_NAMES = 10;

    private final ClientRegistry registry;
    private final LongSupplier nanoTime;
    private volatile Credentials credentials;

    /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
    ServedCredentials(ClientRegistry registry, Credentials initial, LongSupplier nanoTime) {
        this.registry = registry;
        this.credentials = initial;
        this.nanoTime = nanoTime;
    }

    Credentials credentials() {
        return credentials;
    }

    ClientSet clients() {
        return registry.current();
    }

    /** Since the credentials of the client, as they serve, were last read and found valid. */
    Duration age(String client) {
        ClientState state = credentials.states().get(client);
        return state == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - state.readNanos());
    }

    /** Why credentials could not be read when last tried: the clients' names by cause. */
    Map<String, List<String>> failures() {
        return namesByCause(credentials);
    }

    /**
     * Swaps to what was read.
     *
     * @param defaultClient the local name of the default client; an unknown one is a failure, and leaves no default
     */
    synchronized RefreshOutcome replace(Credentials read, @Nullable String defaultClient) {
        ClientSet set = read.served(defaultClient);
        Credentials next = withDefault(read, set, defaultClient);
        Credentials before = credentials;
        if (!set.isSameAs(registry.current())) {
            registry.replace(set);
        }
        credentials = next;
        TreeSet<String> changed = next.changedSince(before);
        if (!changed.isEmpty()) {
            log.info(
                    "Credentials changed: {}",
                    changed.stream().map(next::describe).collect(Collectors.joining(", ")));
        }
        logFailures(namesByCause(before), namesByCause(next));
        String trouble = String.join("; ", namesByCause(next).keySet());
        return new RefreshOutcome(List.copyOf(changed), trouble.isEmpty() ? null : trouble);
    }

    private static Credentials withDefault(Credentials read, ClientSet set, @Nullable String defaultClient) {
        try {
            set.requireDefault(defaultClient);
            return read;
        } catch (WrongConfigurationException wrong) {
            Map<String, String> failures = new TreeMap<>(read.failures());
            failures.putIfAbsent(UnknownProperties.NO_CLIENT, wrong.getMessage());
            return new Credentials(read.states(), failures);
        }
    }

    private static Map<String, List<String>> namesByCause(Credentials credentials) {
        Map<String, List<String>> names = new TreeMap<>();
        credentials
                .failures()
                .forEach((name, cause) -> names.computeIfAbsent(cause, any -> new java.util.ArrayList<>())
                        .add(name));
        return names;
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
                .filter(name -> !name.equals(UnknownProperties.NO_CLIENT))
                .toList();
        String shown = clients.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int others = clients.size() - MOST_NAMES;
        return (clients.isEmpty() ? "" : " of ") + shown + (others > 0 ? " and " + others + " more" : "");
    }
}
