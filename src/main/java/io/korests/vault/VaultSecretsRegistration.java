package io.korests.vault;

import static java.util.Objects.requireNonNull;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistryInitializer;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.core.VaultTemplate;

/** Has Spring Cloud Vault read through {@link VaultSecrets}, which becomes a bean where something is imported from Vault. */
final class VaultSecretsRegistration implements BootstrapRegistryInitializer {

    @Override
    public void initialize(BootstrapRegistry registry) {
        registry.register(VaultConfigTemplate.class, VaultSecretsRegistration::create);
        registry.addCloseListener(VaultSecretsRegistration::publish);
    }

    private static VaultConfigTemplate create(BootstrapContext bootstrap) {
        SessionManager sessions =
                bootstrap.isRegistered(SessionManager.class) ? bootstrap.get(SessionManager.class) : null;
        return new VaultSecrets(
                requireNonNull(bootstrap.get(VaultTemplate.class)),
                requireNonNull(bootstrap.get(VaultProperties.class)),
                new VaultLogin(sessions));
    }

    private static void publish(BootstrapContextClosedEvent closed) {
        // Registered with the first import from Vault.
        if (closed.getBootstrapContext().isRegistered(VaultProperties.class)) {
            closed.getApplicationContext()
                    .getBeanFactory()
                    .registerSingleton(
                            "vaultSecrets",
                            requireNonNull(closed.getBootstrapContext().get(VaultConfigTemplate.class)));
        }
    }
}
