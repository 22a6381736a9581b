package io.korests.client;

import io.korests.ClientProperties;
import io.korests.config.ConfigurationChecks;
import io.korests.config.WrongConfigurationException;
import io.korests.key.SigningKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading all clients. Each client stands alone: one that cannot be read keeps what it had. Immutable.
 *
 * @param states the clients that serve, by local name
 * @param failures why clients could not be read, by local name; those without a state do not serve
 */
record Credentials(Map<String, ClientState> states, Map<String, String> failures) {
    static final Credentials NONE = new Credentials(Map.of(), Map.of());
    private static final String UNKNOWN_DEFAULT = "sts.default-client names no client:"
            + " set it to one of the names under sts.clients, or leave it out when there is one client";

    /** In the order of the names. */
    Credentials {
        states = Collections.unmodifiableMap(new TreeMap<>(states));
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /**
     * Keeps the last state of each client that failed, and of each that is in conflict with another one: a client id, or a key id
     * of two different keys, belongs to one client. It stays with the client that had it before, if one of them did.
     */
    static Credentials of(Map<String, ClientState> read, Map<String, String> failures, Credentials before) {
        Map<String, ClientState> states = new TreeMap<>(read);
        Map<String, String> allFailures = new TreeMap<>(failures);
        failures.keySet().forEach(name -> keepLast(name, states, before));
        Map<String, String> conflicts = before.conflictsAmong(states.values());
        // A state that is kept may be in conflict with one that was read. It ends: the states before had no conflict.
        while (!conflicts.isEmpty()) {
            conflicts.keySet().forEach(name -> keepLast(name, states, before));
            conflicts.forEach(allFailures::putIfAbsent);
            conflicts = before.conflictsAmong(states.values());
        }
        return new Credentials(states, allFailures);
    }

    /** @param name of the default client, or null; an unknown one is a failure */
    Credentials withDefault(@Nullable String name) {
        if (name == null || name.isBlank() || states.containsKey(name)) {
            return this;
        }
        Map<String, String> allFailures = new TreeMap<>(failures);
        allFailures.putIfAbsent(ConfigurationChecks.NO_CLIENT, UNKNOWN_DEFAULT);
        return new Credentials(states, allFailures);
    }

    /** @throws WrongConfigurationException with the first failure, if there is one */
    Credentials requireNoFailure() {
        failures.values().stream().findFirst().ifPresent(failure -> {
            throw new WrongConfigurationException(failure);
        });
        return this;
    }

    private static void keepLast(String name, Map<String, ClientState> states, Credentials before) {
        states.compute(name, (any, read) -> before.states().get(name));
    }

    /** This is what was read before. */
    private Map<String, String> conflictsAmong(Collection<ClientState> states) {
        Map<String, String> conflicts = new TreeMap<>();
        Map<String, ClientApp> byClientId = new HashMap<>();
        Map<String, ClientApp> byKeyId = new HashMap<>();
        for (ClientState state : states) {
            ClientApp app = state.app();
            ClientApp other = byClientId.putIfAbsent(app.clientId(), app);
            if (other != null) {
                add(conflicts, app, other, "client-id", "a client id may stand for one client only");
            }
            String keyId = keyId(app);
            other = keyId == null ? null : byKeyId.putIfAbsent(keyId, app);
            if (other != null && !app.hasSameKeyAs(other)) {
                add(conflicts, app, other, "key-id", "a key id may stand for one key only");
            }
        }
        return conflicts;
    }

    private void add(Map<String, String> conflicts, ClientApp app, ClientApp other, String property, String rule) {
        boolean appHadIt = had(app, property);
        boolean otherHadIt = had(other, property);
        String message = "sts.clients.%s." + property + " is the same as that of sts.clients.%s: " + rule;
        if (!appHadIt || otherHadIt) {
            conflicts.put(app.name(), message.formatted(app.name(), other.name()));
        }
        if (!otherHadIt || appHadIt) {
            conflicts.put(other.name(), message.formatted(other.name(), app.name()));
        }
    }

    /** Whether the client had the same id here. */
    private boolean had(ClientApp app, String property) {
        ClientApp last = app(app.name());
        return last != null
                && (property.equals("client-id")
                        ? last.clientId().equals(app.clientId())
                        : Objects.equals(keyId(last), keyId(app)));
    }

    /** Of a key that is published, or null. */
    private static @Nullable String keyId(ClientApp app) {
        SigningKey key = app.signingKey();
        return key.publicKey() == null ? null : key.description().keyId();
    }

    /** The names of clients that are new, have another state, or are gone. */
    TreeSet<String> changedSince(Credentials before) {
        TreeSet<String> changed = new TreeSet<>(states.keySet());
        changed.addAll(before.states().keySet());
        changed.removeIf(name -> app(name) == before.app(name));
        return changed;
    }

    @Nullable
    ClientApp app(String name) {
        ClientState state = states.get(name);
        return state == null ? null : state.app();
    }

    /** For the log: the fingerprint of the client's key, or that the client is gone. */
    String describe(String name) {
        ClientApp app = app(name);
        return app == null
                ? name + " is gone"
                : name + " has key " + app.signingKey().description().fingerprint();
    }

    /** The failed clients' names by cause. */
    Map<String, List<String>> namesByCause() {
        Map<String, List<String>> names = new TreeMap<>();
        failures.forEach((name, cause) ->
                names.computeIfAbsent(cause, any -> new ArrayList<>()).add(name));
        return names;
    }

    /** All causes in one line, or null. */
    @Nullable
    String trouble() {
        return failures.isEmpty() ? null : String.join("; ", new TreeSet<>(failures.values()));
    }

    ClientSet served(@Nullable String defaultClient) {
        return new ClientSet(states.values().stream().map(ClientState::app).toList(), defaultClient);
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
