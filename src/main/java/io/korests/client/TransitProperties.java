package io.korests.client;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A signing key that stays in Vault's Transit engine.
 *
 * @param mount the path under which the engine is mounted
 * @param key the key's name there
 */
public record TransitProperties(
        @DefaultValue("transit") String mount, @Nullable String key) {

    public TransitProperties {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "key is not set: set it to the name of the key in Vault's Transit engine");
        }
    }
}
