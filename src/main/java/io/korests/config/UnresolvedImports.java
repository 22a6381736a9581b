package io.korests.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Refuses imports with a placeholder that nothing resolves, in the import itself or in the settings of Vault: those are used
 * before {@link ConfigurationChecks} can see them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnresolvedImports implements ConfigDataLocationResolver<ConfigDataResource> {
    private static final String VAULT = "spring.cloud.vault";

    @Override
    public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return trouble(context, location) != null;
    }

    /** Profiles may resolve it still. */
    @Override
    public List<ConfigDataResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return List.of();
    }

    @Override
    public List<ConfigDataResource> resolveProfileSpecific(
            ConfigDataLocationResolverContext context, ConfigDataLocation location, Profiles profiles) {
        throw new WrongConfigurationException(String.valueOf(trouble(context, location)));
    }

    private static @Nullable String trouble(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        String unresolved = Placeholders.unresolved(location.getValue());
        if (unresolved != null) {
            return property(context.getBinder(), location) + ' ' + unresolved;
        }
        Map<String, String> settings = location.hasPrefix("vault:")
                ? context.getBinder()
                        .bind(VAULT, Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of())
                : Map.of();
        return settings.entrySet().stream()
                .filter(setting -> Placeholders.first(setting.getValue()) != null)
                .map(setting -> VAULT + '.' + setting.getKey() + ' ' + Placeholders.unresolved(setting.getValue()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static String property(Binder binder, ConfigDataLocation location) {
        return Stream.of("spring.config.additional-location", "spring.config.location")
                .filter(name -> binder.bind(name, String.class).orElse("").contains(location.getValue()))
                .findFirst()
                .orElse("spring.config.import");
    }
}
