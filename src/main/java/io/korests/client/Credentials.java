package io.korests.client;

import io.korests.ClientProperties;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a reading of all clients came to. Each client stands alone: one that cannot be read keeps what it had. Immutable.
 *
 * @param states the clients that serve, by local name
 * @param failures why clients could not be read, by local name; those without a state do not serve
 */
record Credentials(Map<String, ClientState> states, Map<String, String> failures) {

    static final Credentials NONE = new Credentials(Map.of(), Map.of());

    /** In the order of the names. */
    Credentials {
        states = Collections.unmodifiableMap(new TreeMap<>(states));
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /**
     * Keeps the last state of each client that failed, and of each that is in conflict with another one: a client id, or a key id
     * of two different keys, belongs to one client.
     *
     * @param read the states that were read
     */
    static Credentials of(Map<String, ClientState> read, Map<String, String> failures, Credentials before) {
        Map<String, ClientState> states = new TreeMap<>(read);
        Map<String, String> allFailures = new TreeMap<>(failures);
        failures.keySet().forEach(name -> keepLast(name, states, before));
        // What is kept may be in conflict with what was read, so until there is none: the states before had none.
        for (Map<String, String> conflicts = conflicts(states.values());
                !conflicts.isEmpty();
                conflicts = conflicts(states.values())) {
            conflicts.keySet().forEach(name -> keepLast(name, states, before));
            conflicts.forEach(allFailures::putIfAbsent);
        }
        return new Credentials(states, allFailures);
    }

    private static void keepLast(String name, Map<String, ClientState> states, Credentials before) {
        ClientState last = before.states().get(name);
        if (last == null) {
            states.remove(name);
        } else {
            states.put(name, last);
        }
    }

    private static Map<String, String> conflicts(Collection<ClientState> states) {
        Map<String, String> conflicts = new TreeMap<>();
        Map<String, ClientApp> byClientId = new TreeMap<>();
        Map<String, ClientApp> byKeyId = new TreeMap<>();
        for (ClientApp app : states.stream().map(ClientState::app).toList()) {
            ClientApp other = byClientId.putIfAbsent(app.clientId(), app);
            if (other != null) {
                add(conflicts, app, other, ".client-id", "a client id may stand for one client only");
            }
            String keyId = app.signingKey().description().keyId();
            if (keyId == null || app.signingKey().publicKey() == null) {
                continue;
            }
            other = byKeyId.putIfAbsent(keyId, app);
            if (other != null && !app.hasSameKeyAs(other)) {
                add(conflicts, app, other, ".key-id", "a key id may stand for one key only");
            }
        }
        return conflicts;
    }

    private static void add(
            Map<String, String> conflicts, ClientApp app, ClientApp other, String property, String rule) {
        String same = property + " is the same as that of sts.clients.";
        conflicts.put(app.name(), "sts.clients." + app.name() + same + other.name() + ": " + rule);
        conflicts.put(other.name(), "sts.clients." + other.name() + same + app.name() + ": " + rule);
    }

    /** Clients whose state differs from the one before, that are new, or that are gone; in order. */
    TreeSet<String> changedSince(Credentials before) {
        TreeSet<String> changed = new TreeSet<>();
        Stream.concat(states.keySet().stream(), before.states().keySet().stream())
                .filter(name -> app(name) != before.app(name))
                .forEach(changed::add);
        return changed;
    }

    @Nullable
    ClientApp app(String name) {
        ClientState state = states.get(name);
        return state == null ? null : state.app();
    }

    /** For a log line: the fingerprint of its key, or that it is gone. */
    String describe(String name) {
        ClientApp app = app(name);
        return app == null
                ? name + " is gone"
                : name + " has key " + app.signingKey().description().fingerprint();
    }

    ClientSet served(@Nullable String defaultClient) {
        return ClientSet.of(states.values().stream().map(ClientState::app).toList(), defaultClient);
    }

    /**
     * A client that serves.
     *
     * @param properties that {@code app} was opened from
     * @param readNanos when they were last read and found valid, by a monotonic clock
     */
    record ClientState(ClientProperties properties, ClientApp app, long readNanos) {

        /** Names the client and redacts its secret. */
        @Override
        public String toString() {
            return app.name();
        }
    }
}
