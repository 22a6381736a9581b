package io.korests.client;

import io.korests.config.WrongConfigurationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An unchanging set of Kore apps that validated as a whole. */
public final class ClientSet {

    private final Map<String, ClientApp> byClientId;
    private final List<ClientApp> apps;
    private final @Nullable ClientApp defaultApp;

    private ClientSet(Map<String, ClientApp> byClientId, List<ClientApp> apps, @Nullable ClientApp defaultApp) {
        this.byClientId = byClientId;
        this.apps = apps;
        this.defaultApp = defaultApp;
    }

    /**
     * @param defaultName the local name of the default client; null makes the only client the default
     * @throws WrongConfigurationException if there is no client, two share a client id, or the default is none of them
     */
    static ClientSet of(Collection<ClientApp> apps, @Nullable String defaultName) {
        if (apps.isEmpty()) {
            throw new WrongConfigurationException(
                    "sts.clients is empty: set at least one client, for instance"
                            + " sts.clients.travel.client-id, sts.clients.travel.algorithm and sts.clients.travel.client-secret");
        }
        Map<String, ClientApp> byClientId = new HashMap<>();
        for (ClientApp app : apps) {
            ClientApp other = byClientId.put(app.clientId(), app);
            if (other != null) {
                throw new WrongConfigurationException(
                        "sts.clients." + app.name() + ".client-id is the same as that of sts.clients." + other.name()
                                + ": a client id may stand for one client only");
            }
        }
        return new ClientSet(Map.copyOf(byClientId), List.copyOf(apps), defaultOf(apps, defaultName));
    }

    private static @Nullable ClientApp defaultOf(Collection<ClientApp> apps, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return apps.size() == 1 ? apps.iterator().next() : null;
        }
        return apps.stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongConfigurationException("sts.default-client names no client:"
                        + " set it to one of the names under sts.clients, or leave it out when there is one client"));
    }

    @Nullable
    ClientApp find(@Nullable String clientId) {
        return clientId == null || clientId.isBlank() ? defaultApp : byClientId.get(clientId);
    }

    /** Whether this very object is among them. */
    boolean contains(ClientApp app) {
        return byClientId.get(app.clientId()) == app;
    }

    boolean hasOtherDefaultThan(ClientSet other) {
        return defaultApp != other.defaultApp;
    }

    /** Names and fingerprints, for a log line; a name that is gone is said to be. */
    String describe(List<String> names) {
        return names.stream()
                .map(name -> apps.stream()
                        .filter(app -> app.name().equals(name))
                        .findFirst()
                        .map(app -> name + " has key "
                                + app.signingKey().description().fingerprint())
                        .orElse(name + " is gone"))
                .collect(Collectors.joining(", "));
    }

    /** In the order of their names. */
    public List<ClientApp> apps() {
        return apps;
    }
}
