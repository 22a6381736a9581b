package io.korests.vault;

import static java.util.Objects.requireNonNull;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistryInitializer;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.client.RestTemplateFactory;
import org.springframework.vault.config.AbstractVaultConfiguration.ClientFactoryWrapper;
import org.springframework.vault.core.VaultTemplate;

/** Has Spring Cloud Vault read through {@link VaultSecrets}, which becomes a bean where something is imported from Vault. */
final class VaultSecretsRegistration implements BootstrapRegistryInitializer {
    @Override
    public void initialize(BootstrapRegistry registry) {
        registry.register(
                ClientFactoryWrapper.class,
                bootstrap -> VaultClients.connections(get(bootstrap, VaultProperties.class)));
        registry.register(ClientAuthentication.class, VaultSecretsRegistration::authentication);
        registry.register(VaultConfigTemplate.class, VaultSecretsRegistration::secrets);
        registry.addCloseListener(VaultSecretsRegistration::publish);
    }

    private static ClientAuthentication authentication(BootstrapContext bootstrap) {
        return VaultClients.authentication(
                get(bootstrap, ClientFactoryWrapper.class),
                get(bootstrap, RestTemplateFactory.class),
                () -> get(bootstrap, VaultProperties.class));
    }

    private static VaultConfigTemplate secrets(BootstrapContext bootstrap) {
        VaultProperties properties = get(bootstrap, VaultProperties.class);
        VaultTemplate vault = get(bootstrap, VaultTemplate.class);
        SessionManager sessions =
                bootstrap.isRegistered(SessionManager.class) ? bootstrap.get(SessionManager.class) : null;
        return new VaultSecrets(vault, properties, VaultReading.of(sessions, properties, VaultConfiguration.NANO_TIME));
    }

    private static <T> T get(BootstrapContext bootstrap, Class<T> type) {
        return requireNonNull(bootstrap.get(type));
    }

    private static void publish(BootstrapContextClosedEvent closed) {
        // Registered with the first import from Vault.
        if (closed.getBootstrapContext().isRegistered(VaultProperties.class)) {
            closed.getApplicationContext()
                    .getBeanFactory()
                    .registerSingleton("vaultSecrets", get(closed.getBootstrapContext(), VaultConfigTemplate.class));
        }
    }
}
