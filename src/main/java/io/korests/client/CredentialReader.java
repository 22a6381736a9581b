package io.korests.client;

import io.korests.ClientProperties;
import io.korests.StsProperties;
import io.korests.client.ClientSet.ClientState;
import io.korests.config.ConfigurationChecks;
import io.korests.config.ConfigurationErrors;
import io.korests.config.WrongConfigurationException;
import io.korests.vault.TransitKeys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.validation.Validator;

/** Binds clients from the Environment, each on its own, and opens their keys. */
final class CredentialReader {
    private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");
    private static final ConfigurationPropertyName STS = ConfigurationPropertyName.of("sts");
    private static final Bindable<StsProperties> SETTINGS = Bindable.of(StsProperties.class);
    private static final Bindable<ClientProperties> CLIENT = Bindable.of(ClientProperties.class);

    private final Environment environment;
    private final TransitKeys transitKeys;
    private final Validator validator;
    private final LongSupplier nanoTime;
    private final ConfigurationChecks checks = new ConfigurationChecks();

    /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
    CredentialReader(Environment environment, TransitKeys transitKeys, Validator validator, LongSupplier nanoTime) {
        this.environment = environment;
        this.transitKeys = transitKeys;
        this.validator = validator;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens the clients that were bound at the start.
     *
     * @throws WrongConfigurationException if there is none, or any cannot be served
     */
    ClientSet open(Map<String, ClientProperties> clients) {
        if (clients.isEmpty()) {
            throw new WrongConfigurationException(
                    "sts.clients is empty: set at least one client, for instance"
                            + " sts.clients.travel.client-id, sts.clients.travel.algorithm and sts.clients.travel.client-secret");
        }
        return read(clients.keySet(), name -> Objects.requireNonNull(clients.get(name)), ClientSet.NONE, Map.of())
                .requireNoFailure();
    }

    /**
     * Reads the Environment as it is now.
     *
     * @param before whose clients go on serving where they cannot be read now
     * @param failed clients that were not read, with the reason
     * @param revoked clients whose credentials were deleted on purpose
     */
    ClientSet readAgain(ClientSet before, Map<String, String> failed, Set<String> revoked) {
        Map<String, ConfigurationPropertyName> names = names();
        names.keySet().removeAll(revoked);
        Map<String, String> failures = checks.in(environment);
        failures.computeIfAbsent(ConfigurationChecks.NO_CLIENT, any -> checks.wrongSetting(environment));
        failures.computeIfAbsent(ConfigurationChecks.NO_CLIENT, any -> wrongSetting());
        failures.putAll(failed);
        failures.keySet().removeAll(revoked);
        Binder binder = Binder.get(environment);
        return read(names.keySet(), name -> bind(binder, Objects.requireNonNull(names.get(name))), before, failures);
    }

    /** What would stop a start, of all that is no client: it has no effect now. */
    private @Nullable String wrongSetting() {
        List<ConfigurationPropertySource> sources = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.filter(name -> !CLIENTS.isAncestorOf(name)))
                .toList();
        try {
            new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
                    .bindOrCreate(STS, SETTINGS, validation());
            return null;
        } catch (BindException exception) {
            return ConfigurationErrors.about(exception);
        }
    }

    /** One for each binding: it keeps what it found. */
    private BindHandler validation() {
        return new ValidationBindHandler(validator);
    }

    private Map<String, ConfigurationPropertyName> names() {
        Map<String, ConfigurationPropertyName> names = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(CLIENTS::isAncestorOf)
                        .map(name -> name.chop(CLIENTS.getNumberOfElements() + 1))
                        .forEach(name -> names.put(name.getLastElement(Form.ORIGINAL), name));
            }
        }
        return names;
    }

    private ClientProperties bind(Binder binder, ConfigurationPropertyName name) {
        try {
            return binder.bindOrCreate(name, CLIENT, validation());
        } catch (BindException exception) {
            throw new WrongConfigurationException(ConfigurationErrors.about(exception));
        }
    }

    private ClientSet read(
            Set<String> names,
            Function<String, ClientProperties> properties,
            ClientSet before,
            Map<String, String> failed) {
        Map<String, ClientState> states = new TreeMap<>();
        Map<String, String> failures = new TreeMap<>(failed);
        for (String name : new TreeSet<>(names)) {
            if (failed.containsKey(name)) {
                continue;
            }
            try {
                states.put(
                        name, open(name, properties.apply(name), before.states().get(name)));
            } catch (WrongConfigurationException wrong) {
                failures.put(name, wrong.getMessage());
            }
        }
        return ClientSet.of(states, failures, defaultClient(before), before);
    }

    private @Nullable String defaultClient(ClientSet before) {
        try {
            return environment.getProperty("sts.default-client");
        } catch (PlaceholderResolutionException unresolved) {
            return before.defaultName(); // the checks have reported it
        }
    }

    /** A client that did not change stays the same object, unless Vault rotated its key in Transit. */
    private ClientState open(String name, ClientProperties properties, @Nullable ClientState last) {
        ClientApp unchanged = last != null && last.properties().equals(properties) ? last.app() : null;
        if (unchanged != null && properties.transit() == null) {
            return new ClientState(properties, unchanged, nanoTime.getAsLong());
        }
        ClientApp app = ClientApp.open(name, properties, transitKeys);
        ClientApp kept = unchanged != null && unchanged.hasSameKeyAs(app) ? unchanged : app;
        return new ClientState(properties, kept, nanoTime.getAsLong());
    }
}
