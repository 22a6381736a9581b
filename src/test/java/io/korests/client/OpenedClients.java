package io.korests.client;

import io.korests.vault.TransitKeys;
import org.springframework.core.env.Environment;

/** Opens the clients of an Environment, for tests of other packages. */
public final class OpenedClients {

    private OpenedClients() {}

    /** @throws io.korests.config.WrongConfigurationException if the set does not validate as a whole */
    public static ClientSet in(Environment environment) {
        return new ClientBinder(environment, new ClientAppFactory(new TransitKeys(null))).clients();
    }
}
