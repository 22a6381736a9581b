package io.korests.client;

import static io.korests.config.ClientPropertyNames.CLIENTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The configuration under {@code sts.clients}, divided by client, so that each is bound among its own few properties: looked up
 * among those of all, ten thousand clients would take a quarter of a minute.
 */
final class ClientSections {

    private static final int DOWN_TO_CLIENT = CLIENTS.getNumberOfElements() + 1;

    private final Map<String, ConfigurationPropertyName> clients = new TreeMap<>();
    private final List<Divided> sources = new ArrayList<>();

    ClientSections(Iterable<ConfigurationPropertySource> configuration) {
        for (ConfigurationPropertySource source : configuration) {
            if (source.containsDescendantOf(CLIENTS) != ConfigurationPropertyState.ABSENT) {
                sources.add(divide(source));
            }
        }
    }

    private Divided divide(ConfigurationPropertySource source) {
        Map<ConfigurationPropertyName, ClientSection> sections = new HashMap<>();
        if (source instanceof IterableConfigurationPropertySource listed) {
            listed.stream().filter(CLIENTS::isAncestorOf).forEach(name -> {
                ConfigurationPropertyName client = name.chop(DOWN_TO_CLIENT);
                clients.put(client.getLastElement(Form.ORIGINAL), client);
                sections.computeIfAbsent(client, any -> new ClientSection(source, new HashSet<>()))
                        .names()
                        .add(name);
            });
        }
        return new Divided(source, sections);
    }

    /** The names of the clients as they are spelled, and {@code sts.clients.travel} and the like, which know no case. */
    Map<String, ConfigurationPropertyName> clients() {
        return clients;
    }

    /** What is set of the client, the most important source first. */
    List<ClientSection> of(ConfigurationPropertyName client) {
        return sources.stream()
                .map(source -> source.sections().get(client))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Where the client is to be bound from, in the same order. */
    List<ConfigurationPropertySource> sourcesOf(ConfigurationPropertyName client) {
        return sources.stream()
                .map(source -> source.sourceOf(client))
                .filter(Objects::nonNull)
                .toList();
    }

    private record Divided(ConfigurationPropertySource whole, Map<ConfigurationPropertyName, ClientSection> sections) {

        @Nullable
        ConfigurationPropertySource sourceOf(ConfigurationPropertyName client) {
            if (!(whole instanceof IterableConfigurationPropertySource)) {
                return whole;
            }
            ClientSection section = sections.get(client);
            // A variable has more than one name, STS_…_CLIENTID and STS_…_CLIENT_ID: only their own source knows them
            // all.
            return section != null && whole.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
                    ? whole
                    : section;
        }
    }
}
