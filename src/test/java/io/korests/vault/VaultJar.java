package io.korests.vault;

import io.korests.PackagedJar;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The packaged jar with settings of docs/vault.md. */
final class VaultJar {

    private VaultJar() {}

    /**
     * @param folder where its application.yaml goes
     * @param yaml with the address of a Vault
     * @param more further properties, which win
     */
    static PackagedJar start(Path folder, String yaml, Map<String, String> more, String... arguments) {
        Map<String, String> properties = new HashMap<>(ServiceWithVault.properties(folder, yaml, more));
        properties.remove("spring.config.location");
        properties.remove("logging.level.io.korests.client");
        Map<String, String> environment = new HashMap<>();
        environment.put("SPRING_CONFIG_ADDITIONAL_LOCATION", folder.toUri().toString());
        properties.forEach((name, value) ->
                environment.put(name.replace("-", "").replace('.', '_').toUpperCase(), value));
        return PackagedJar.start(folder, environment, arguments);
    }
}
