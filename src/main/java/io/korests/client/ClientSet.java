package io.korests.client;

import io.korests.config.WrongConfigurationException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An immutable snapshot of Kore apps, no two of which have one client id. */
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
     * @param apps with distinct client ids
     * @param defaultName the local name of the default client; null makes the only client the default
     */
    static ClientSet of(Collection<ClientApp> apps, @Nullable String defaultName) {
        return new ClientSet(
                apps.stream().collect(Collectors.toUnmodifiableMap(ClientApp::clientId, Function.identity())),
                apps.stream().sorted(Comparator.comparing(ClientApp::name)).toList(),
                defaultOf(apps, defaultName));
    }

    private static @Nullable ClientApp defaultOf(Collection<ClientApp> apps, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return apps.size() == 1 ? apps.iterator().next() : null;
        }
        return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElse(null);
    }

    /** @throws WrongConfigurationException if a default client is named that is not among them */
    void requireDefault(@Nullable String name) {
        if (name != null && !name.isBlank() && defaultApp == null) {
            throw new WrongConfigurationException("sts.default-client names no client:"
                    + " set it to one of the names under sts.clients, or leave it out when there is one client");
        }
    }

    @Nullable
    ClientApp find(@Nullable String clientId) {
        return clientId == null || clientId.isBlank() ? defaultApp : byClientId.get(clientId);
    }

    /** Whether the other has the very same objects. */
    boolean isSameAs(ClientSet other) {
        return defaultApp == other.defaultApp
                && apps.size() == other.apps.size()
                && apps.stream().allMatch(other::contains);
    }

    /** Whether this very object is among them. */
    boolean contains(ClientApp app) {
        return byClientId.get(app.clientId()) == app;
    }

    @Nullable
    ClientApp named(String name) {
        return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElse(null);
    }

    /** In the order of their names. */
    public List<ClientApp> apps() {
        return apps;
    }

    /** Says which clients these are and nothing of their keys. */
    @Override
    public String toString() {
        return apps.stream()
                .map(ClientApp::name)
                .filter(Objects::nonNull)
                .toList()
                .toString();
    }
}
