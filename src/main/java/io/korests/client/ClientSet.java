package io.korests.client;

import io.korests.ClientProperties;
import io.korests.config.ConfigurationChecks;
import io.korests.config.WrongConfigurationException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The Kore apps of one reading, with distinct client ids, and why some could not be read. Each client stands alone: one that
 * cannot be read keeps what it had. Immutable.
 */
public final class ClientSet {
    static final ClientSet NONE = new ClientSet(Map.of(), Map.of(), null);
    private static final String UNKNOWN_DEFAULT = "sts.default-client names no client:"
            + " set it to one of the names under sts.clients, or leave it out when there is one client";

    private final Map<String, ClientState> states;
    private final Map<String, String> failures;
    private final List<ClientApp> apps;
    private final Map<String, ClientApp> byClientId;
    private final @Nullable ClientApp defaultApp;

    private ClientSet(Map<String, ClientState> states, Map<String, String> failures, @Nullable String defaultName) {
        this.states = Collections.unmodifiableMap(new TreeMap<>(states));
        this.failures = Collections.unmodifiableMap(new TreeMap<>(failures));
        this.apps = this.states.values().stream().map(ClientState::app).toList();
        this.byClientId = apps.stream().collect(Collectors.toUnmodifiableMap(ClientApp::clientId, Function.identity()));
        this.defaultApp = defaultName == null ? null : app(defaultName);
    }

    /**
     * Keeps the last state of each client that failed, and of each that is in conflict with another one: a client id, or a key id
     * of two different keys, belongs to one client. It stays with the client that had it before, if one of them did.
     *
     * @param failures why clients could not be read, by local name
     * @param defaultName the local name of the default client; null or blank makes the only client the default
     */
    static ClientSet of(
            Map<String, ClientState> read,
            Map<String, String> failures,
            @Nullable String defaultName,
            ClientSet before) {
        TreeMap<String, ClientState> states = new TreeMap<>(read);
        Map<String, String> allFailures = new TreeMap<>(failures);
        failures.keySet().forEach(name -> before.keepLast(name, states));
        Map<String, String> conflicts = before.conflictsAmong(states.values());
        // A state that is kept may be in conflict with one that was read. It ends: the states before had no conflict.
        while (!conflicts.isEmpty()) {
            conflicts.keySet().forEach(name -> before.keepLast(name, states));
            conflicts.forEach(allFailures::putIfAbsent);
            conflicts = before.conflictsAmong(states.values());
        }
        if (!StringUtils.hasText(defaultName)) {
            return new ClientSet(states, allFailures, states.size() == 1 ? states.firstKey() : null);
        }
        if (!states.containsKey(defaultName) && !allFailures.containsKey(defaultName)) {
            allFailures.putIfAbsent(ConfigurationChecks.NO_CLIENT, UNKNOWN_DEFAULT);
        }
        return new ClientSet(states, allFailures, defaultName);
    }

    private void keepLast(String name, Map<String, ClientState> next) {
        next.compute(name, (any, read) -> states.get(name));
    }

    /** This is what was read before. */
    private Map<String, String> conflictsAmong(Collection<ClientState> next) {
        Map<String, String> conflicts = new TreeMap<>();
        Map<String, ClientApp> byId = new HashMap<>();
        Map<String, ClientApp> byKeyId = new HashMap<>();
        for (ClientState state : next) {
            ClientApp app = state.app();
            ClientApp other = byId.putIfAbsent(app.clientId(), app);
            if (other != null) {
                String problem =
                        "client-id is the same as that of sts.clients.%s: a client id may stand for one client only";
                addConflict(conflicts, app, other, ClientApp::clientId, problem);
            }
            String keyId = app.publishedKeyId();
            other = keyId == null ? null : byKeyId.putIfAbsent(keyId, app);
            if (other != null && !app.hasSameKeyAs(other)) {
                String problem = "key-id is the same as that of sts.clients.%s: a key id may stand for one key only";
                addConflict(conflicts, app, other, ClientApp::publishedKeyId, problem);
            }
        }
        return conflicts;
    }

    private void addConflict(
            Map<String, String> conflicts,
            ClientApp app,
            ClientApp other,
            Function<ClientApp, @Nullable String> id,
            String problem) {
        boolean appHadIt = had(app, id);
        boolean otherHadIt = had(other, id);
        if (!appHadIt || otherHadIt) {
            conflicts.put(app.name(), "sts.clients." + app.name() + '.' + problem.formatted(other.name()));
        }
        if (!otherHadIt || appHadIt) {
            conflicts.put(other.name(), "sts.clients." + other.name() + '.' + problem.formatted(app.name()));
        }
    }

    private boolean had(ClientApp app, Function<ClientApp, @Nullable String> id) {
        ClientApp last = app(app.name());
        return last != null && Objects.equals(id.apply(last), id.apply(app));
    }

    /** The same clients, none of which could be read again. */
    ClientSet failed(String cause) {
        Map<String, String> all = new TreeMap<>();
        all.put(ConfigurationChecks.NO_CLIENT, cause);
        states.keySet().forEach(name -> all.put(name, cause));
        return new ClientSet(states, all, defaultName());
    }

    /** @throws WrongConfigurationException with the first failure, if there is one */
    ClientSet requireNoFailure() {
        failures.values().stream().findFirst().ifPresent(failure -> {
            throw new WrongConfigurationException(failure);
        });
        return this;
    }

    /** The clients that serve, by local name. */
    Map<String, ClientState> states() {
        return states;
    }

    /** Why clients could not be read, by local name; those without a state do not serve. */
    Map<String, String> failures() {
        return failures;
    }

    /** In the order of their names. */
    public List<ClientApp> apps() {
        return apps;
    }

    /** @param clientId null or blank means the default client */
    @Nullable
    ClientApp find(@Nullable String clientId) {
        return clientId == null || clientId.isBlank() ? defaultApp : byClientId.get(clientId);
    }

    @Nullable
    String defaultName() {
        return defaultApp == null ? null : defaultApp.name();
    }

    @Nullable
    ClientApp app(String name) {
        ClientState state = states.get(name);
        return state == null ? null : state.app();
    }

    List<String> changedSince(ClientSet before) {
        TreeSet<String> names = new TreeSet<>(states.keySet());
        names.addAll(before.states.keySet());
        return names.stream().filter(name -> app(name) != before.app(name)).toList();
    }

    /** Names the clients and nothing of their keys. */
    @Override
    public String toString() {
        return states.keySet().toString();
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
