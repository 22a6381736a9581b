package io.korests.config;

import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** The names of what is set under {@code sts.clients}, for what has to be known before the clients are bound. */
public final class ClientPropertyNames {

    public static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");

    private ClientPropertyNames() {}

    public static boolean anyMatch(Environment environment, Predicate<ConfigurationPropertyName> wanted) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .anyMatch(name -> CLIENTS.isAncestorOf(name) && wanted.test(name));
    }
}
