package io.korests.vault;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.client.RestTemplateCustomizer;
import org.springframework.vault.client.RestTemplateFactory;
import org.springframework.vault.client.RestTemplateRequestCustomizer;
import org.springframework.vault.client.VaultEndpointProvider;
import org.springframework.vault.config.AbstractVaultConfiguration.ClientFactoryWrapper;

/** Sets up logins, for an import at the start as for keys that stay in Vault. */
final class VaultLogins {

    private VaultLogins() {}

    /** @throws VaultFailedException if a setting of the login is missing */
    static VaultAuthentication authentication(
            ClientFactoryWrapper connections, RestTemplateFactory clients, Supplier<VaultProperties> settings) {
        return new VaultAuthentication(methods(connections, clients), settings, VaultConfiguration.NANO_TIME);
    }

    /** Spring Cloud's own: what it makes them with is not public (ClientAuthenticationFactory). */
    private static Function<VaultProperties, ClientAuthentication> methods(
            ClientFactoryWrapper connections, RestTemplateFactory clients) {
        DefaultListableBeanFactory none = new DefaultListableBeanFactory();
        return settings -> new VaultAutoConfiguration(
                        new GenericApplicationContext(),
                        settings,
                        none.getBeanProvider(VaultEndpointProvider.class),
                        none.getBeanProvider(
                                ResolvableType.forClassWithGenerics(List.class, RestTemplateCustomizer.class)),
                        none.getBeanProvider(
                                ResolvableType.forClassWithGenerics(List.class, RestTemplateRequestCustomizer.class)))
                .clientAuthentication(connections, clients);
    }
}
