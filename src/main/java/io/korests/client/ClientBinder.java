package io.korests.client;

import static java.util.Objects.requireNonNull;

import io.korests.config.ConfigurationSentence;
import io.korests.config.WrongConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** Reads the clients from the Environment as it is now, wherever its values came from, and opens them all. */
final class ClientBinder {

    private static final BindHandler REFUSE_UNKNOWN =
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());

    private final Environment environment;
    private final ClientAppFactory factory;
    private final Map<String, Opened> opened = new HashMap<>();

    ClientBinder(Environment environment, ClientAppFactory factory) {
        this.environment = environment;
        this.factory = factory;
    }

    /** @throws WrongConfigurationException if a value cannot be read */
    RegistryProperties properties() {
        return translated(() -> Binder.get(environment).bindOrCreate("sts", RegistryProperties.class));
    }

    /** @throws WrongConfigurationException if the set does not validate as a whole */
    synchronized ClientSet clients() {
        Map<String, ClientProperties> clients = translated(() -> Binder.get(environment)
                .bind("sts.clients", Bindable.mapOf(String.class, ClientProperties.class), REFUSE_UNKNOWN)
                .orElseGet(Map::of));
        List<ClientApp> apps = new ArrayList<>();
        new TreeMap<>(clients).forEach((name, client) -> apps.add(open(name, client)));
        ClientSet set = ClientSet.of(apps, properties().defaultClient());
        opened.clear();
        apps.forEach(app -> opened.put(app.name(), new Opened(requireNonNull(clients.get(app.name())), app)));
        return set;
    }

    /** A client that did not change stays the same object: opening ten thousand keys again would take seconds. */
    private ClientApp open(String name, ClientProperties properties) {
        Opened before = opened.get(name);
        if (before == null || !before.properties().equals(properties)) {
            return factory.create(name, properties);
        }
        if (properties.transit() == null) {
            return before.app();
        }
        // The settings are the same, but Vault may have rotated the key.
        ClientApp app = factory.create(name, properties);
        return before.app().hasSameKeyAs(app) ? before.app() : app;
    }

    private static <T> T translated(Supplier<T> binding) {
        try {
            return binding.get();
        } catch (BindException exception) {
            throw new WrongConfigurationException(ConfigurationSentence.about(exception));
        }
    }

    private record Opened(ClientProperties properties, ClientApp app) {}
}
