package io.korests.client;

import io.korests.config.ConfigurationSentence;
import io.korests.config.WrongConfigurationException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** Reads the clients from the Environment as it is now, wherever its values came from, and opens them all. */
final class ClientBinder {

    private static final Bindable<ClientProperties> CLIENT = Bindable.of(ClientProperties.class);

    private final Environment environment;
    private final ClientAppFactory factory;
    private Map<String, Opened> opened = Map.of();

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
        ClientSections sections = new ClientSections(ConfigurationPropertySources.get(environment));
        PlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(environment);
        Map<String, Opened> now = new TreeMap<>();
        sections.clients()
                .forEach((name, client) -> now.put(name, translated(() -> open(name, client, sections, placeholders))));
        ClientSet set = ClientSet.of(
                now.values().stream().map(Opened::app).toList(), properties().defaultClient());
        opened = now;
        return set;
    }

    /** A client that did not change stays the same object: to bind and open ten thousand again would take seconds. */
    private Opened open(
            String name, ConfigurationPropertyName client, ClientSections sections, PlaceholdersResolver placeholders) {
        ByteBuffer hash = ClientHash.of(sections.of(client), placeholders);
        Opened before = opened.get(name);
        if (before != null && before.hash().equals(hash) && before.properties().transit() == null) {
            return before;
        }
        // The handler remembers what it bound, so each client has its own.
        BindHandler refuseUnknown =
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
        ClientProperties properties =
                new Binder(sections.sourcesOf(client), placeholders).bindOrCreate(client, CLIENT, refuseUnknown);
        ClientApp app = factory.create(name, properties);
        if (before != null
                && before.properties().equals(properties)
                // Vault may have rotated a key in Transit.
                && before.app().hasSameKeyAs(app)) {
            return new Opened(hash, properties, before.app());
        }
        return new Opened(hash, properties, app);
    }

    private static <T> T translated(Supplier<T> binding) {
        try {
            return binding.get();
        } catch (BindException exception) {
            throw new WrongConfigurationException(ConfigurationSentence.about(exception));
        }
    }

    private record Opened(ByteBuffer hash, ClientProperties properties, ClientApp app) {}
}
