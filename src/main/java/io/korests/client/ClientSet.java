package io.korests.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An immutable snapshot of Kore apps with distinct client ids. */
public final class ClientSet {
    private final Map<String, ClientApp> byClientId;
    private final List<ClientApp> apps;
    private final @Nullable ClientApp defaultApp;

    /** @param defaultName the local name of the default client; null or blank makes the only client the default */
    ClientSet(Collection<ClientApp> apps, @Nullable String defaultName) {
        this.byClientId = apps.stream().collect(Collectors.toUnmodifiableMap(ClientApp::clientId, Function.identity()));
        this.apps = apps.stream().sorted(Comparator.comparing(ClientApp::name)).toList();
        this.defaultApp = defaultOf(this.apps, defaultName);
    }

    private static @Nullable ClientApp defaultOf(List<ClientApp> apps, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return apps.size() == 1 ? apps.get(0) : null;
        }
        return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElse(null);
    }

    @Nullable
    ClientApp find(@Nullable String clientId) {
        return clientId == null || clientId.isBlank() ? defaultApp : byClientId.get(clientId);
    }

    /** Whether both have the very same objects. */
    boolean isSameAs(ClientSet other) {
        return defaultApp == other.defaultApp
                && apps.size() == other.apps.size()
                && apps.stream().allMatch(app -> other.byClientId.get(app.clientId()) == app);
    }

    /** In the order of their names. */
    public List<ClientApp> apps() {
        return apps;
    }

    /** Names the clients and nothing of their keys. */
    @Override
    public String toString() {
        return apps.stream().map(ClientApp::name).toList().toString();
    }
}
