package io.korests.vault;

import static java.util.Objects.requireNonNull;

import io.korests.vault.VaultFailedException.Trouble;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistryInitializer;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.cloud.vault.config.VaultProperties.Ssl;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.util.StringUtils;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.client.ClientHttpRequestFactoryFactory.HttpComponents;
import org.springframework.vault.client.RestTemplateCustomizer;
import org.springframework.vault.client.RestTemplateFactory;
import org.springframework.vault.client.RestTemplateRequestCustomizer;
import org.springframework.vault.client.VaultEndpointProvider;
import org.springframework.vault.config.AbstractVaultConfiguration.ClientFactoryWrapper;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.ClientOptions;
import org.springframework.vault.support.SslConfiguration;
import org.springframework.vault.support.SslConfiguration.KeyStoreConfiguration;

/**
 * Sets up what speaks with Vault as Spring Cloud Vault does, but that an answer is taken as it is: the HTTP client would wait for as
 * long as the answer's {@code Retry-After} says, and ask again. Imports are read through {@link VaultSecrets}, which becomes a bean
 * where there are some.
 */
final class VaultClients implements BootstrapRegistryInitializer {
    @Override
    public void initialize(BootstrapRegistry registry) {
        registry.register(ClientFactoryWrapper.class, bootstrap -> connections(get(bootstrap, VaultProperties.class)));
        registry.register(ClientAuthentication.class, VaultClients::authentication);
        registry.register(VaultConfigTemplate.class, VaultClients::secrets);
        registry.addCloseListener(VaultClients::publish);
    }

    private static ClientAuthentication authentication(BootstrapContext bootstrap) {
        return authentication(
                get(bootstrap, ClientFactoryWrapper.class),
                get(bootstrap, RestTemplateFactory.class),
                () -> get(bootstrap, VaultProperties.class));
    }

    private static VaultConfigTemplate secrets(BootstrapContext bootstrap) {
        VaultProperties properties = get(bootstrap, VaultProperties.class);
        VaultTemplate vault = get(bootstrap, VaultTemplate.class);
        SessionManager sessions =
                bootstrap.isRegistered(SessionManager.class) ? bootstrap.get(SessionManager.class) : null;
        return new VaultSecrets(
                vault, properties, VaultCalls.Reading.of(sessions, properties, VaultConfiguration.NANO_TIME));
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

    /** @throws VaultFailedException if the trust store or the key store cannot be read */
    static ClientFactoryWrapper connections(VaultProperties properties) {
        ClientOptions timeouts = new ClientOptions(
                Duration.ofMillis(properties.getConnectionTimeout()), Duration.ofMillis(properties.getReadTimeout()));
        try {
            return new ClientFactoryWrapper(new HttpComponentsClientHttpRequestFactory(
                    HttpComponents.getHttpClientBuilder(timeouts, stores(properties.getSsl()))
                            .setRetryStrategy(new BrokenConnections())
                            .build()));
        } catch (GeneralSecurityException | IOException | RuntimeException exception) {
            throw new VaultFailedException(Trouble.STORES, exception);
        }
    }

    private static SslConfiguration stores(Ssl ssl) {
        return new SslConfiguration(
                store(ssl.getKeyStore(), ssl.getKeyStorePassword(), ssl.getKeyStoreType()),
                store(ssl.getTrustStore(), ssl.getTrustStorePassword(), ssl.getTrustStoreType()),
                ssl.getEnabledProtocols(),
                ssl.getEnabledCipherSuites());
    }

    private static KeyStoreConfiguration store(Resource file, String password, String type) {
        if (file == null) {
            return KeyStoreConfiguration.unconfigured();
        }
        KeyStoreConfiguration store = StringUtils.hasText(password)
                ? KeyStoreConfiguration.of(file, password.toCharArray())
                : KeyStoreConfiguration.of(file);
        return StringUtils.hasText(type) ? store.withStoreType(type) : store;
    }

    /** Retries where a pooled connection turns out to be closed, and on no answer. */
    private static final class BrokenConnections extends DefaultHttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
            return false;
        }
    }

    /**
     * Sets up logins, for an import at the start as for keys that stay in Vault, by Spring Cloud's own configuration: what it makes
     * them with is not public (ClientAuthenticationFactory).
     *
     * @throws VaultFailedException if a setting of the login is missing
     */
    static VaultAuthentication authentication(
            ClientFactoryWrapper connections, RestTemplateFactory clients, Supplier<VaultProperties> settings) {
        DefaultListableBeanFactory none = new DefaultListableBeanFactory();
        return new VaultAuthentication(
                properties -> new VaultAutoConfiguration(
                                new GenericApplicationContext(),
                                properties,
                                none.getBeanProvider(VaultEndpointProvider.class),
                                none.getBeanProvider(
                                        ResolvableType.forClassWithGenerics(List.class, RestTemplateCustomizer.class)),
                                none.getBeanProvider(ResolvableType.forClassWithGenerics(
                                        List.class, RestTemplateRequestCustomizer.class)))
                        .clientAuthentication(connections, clients),
                settings,
                VaultConfiguration.NANO_TIME);
    }
}
