package io.korests.client;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
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

    private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");
    private static final int DOWN_TO_CLIENT = CLIENTS.getNumberOfElements() + 1;

    private final Map<String, ConfigurationPropertyName> clients = new TreeMap<>();
    private final List<Function<ConfigurationPropertyName, @Nullable ConfigurationPropertySource>> sources =
            new ArrayList<>();

    ClientSections(Iterable<ConfigurationPropertySource> configuration) {
        for (ConfigurationPropertySource source : configuration) {
            if (source.containsDescendantOf(CLIENTS) != ConfigurationPropertyState.ABSENT) {
                Map<ConfigurationPropertyName, Section> sections = divide(source);
                sources.add(isDivisible(source) ? sections::get : client -> source);
            }
        }
    }

    private Map<ConfigurationPropertyName, Section> divide(ConfigurationPropertySource source) {
        Map<ConfigurationPropertyName, Section> sections = new HashMap<>();
        if (source instanceof IterableConfigurationPropertySource listed) {
            listed.stream().filter(CLIENTS::isAncestorOf).forEach(name -> {
                ConfigurationPropertyName client = name.chop(DOWN_TO_CLIENT);
                clients.put(client.getLastElement(Form.ORIGINAL), client);
                sections.computeIfAbsent(client, any -> new Section(source, new HashSet<>()))
                        .names()
                        .add(name);
            });
        }
        return sections;
    }

    /** An environment variable has more than one name, STS_…_CLIENTID and STS_…_CLIENT_ID: only its source knows them all. */
    private static boolean isDivisible(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource
                && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource);
    }

    /** The names of the clients as they are spelled, and {@code sts.clients.travel} and the like, which know no case. */
    Map<String, ConfigurationPropertyName> clients() {
        return clients;
    }

    /** Where the properties of the client stand, the most important source first. */
    List<ConfigurationPropertySource> of(ConfigurationPropertyName client) {
        return sources.stream()
                .map(source -> source.apply(client))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * A hash of what is set of the client, by which to see whether that changed. Environment variables are no part of it: they
     * stay as they are.
     */
    ByteBuffer hash(ConfigurationPropertyName client, PlaceholdersResolver placeholders) {
        MessageDigest digest = sha256();
        for (ConfigurationPropertySource source : of(client)) {
            if (source instanceof Section section) {
                section.names().stream().sorted().forEach(name -> {
                    ConfigurationProperty property = requireNonNull(section.getConfigurationProperty(name));
                    String value = String.valueOf(placeholders.resolvePlaceholders(property.getValue()));
                    digest.update((name + "=" + value.length() + ':' + value).getBytes(StandardCharsets.UTF_8));
                });
            }
        }
        return ByteBuffer.wrap(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }

    /** What a source says of one client. */
    private record Section(ConfigurationPropertySource source, Set<ConfigurationPropertyName> names)
            implements IterableConfigurationPropertySource {

        @Override
        public @Nullable ConfigurationProperty getConfigurationProperty(@Nullable ConfigurationPropertyName name) {
            return name != null && names.contains(name) ? source.getConfigurationProperty(name) : null;
        }

        @Override
        public Stream<ConfigurationPropertyName> stream() {
            return names.stream();
        }

        @Override
        public @Nullable Object getUnderlyingSource() {
            return source.getUnderlyingSource();
        }
    }
}
