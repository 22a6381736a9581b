package io.korests.client;

import io.korests.StsProperties;
import io.korests.vault.TransitKeys;
import io.korests.vault.VaultAuthentication;
import io.korests.vault.VaultSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration.RefreshProperties;
import org.springframework.cloud.context.refresh.ConfigDataContextRefresher;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.Validator;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ClientConfiguration.class);
    private static final LongSupplier MONOTONIC = System::nanoTime;

    @Bean
    CredentialReader credentialReader(
            ConfigurableEnvironment environment, TransitKeys transitKeys, Validator validator) {
        return new CredentialReader(environment, transitKeys, validator, MONOTONIC);
    }

    @Bean
    Credentials initialCredentials(CredentialReader reader, StsProperties properties) {
        return reader.open(properties.clients())
                .withDefault(properties.defaultClient())
                .requireNoFailure();
    }

    @Bean
    ClientRegistry clientRegistry(Credentials initial, StsProperties properties) {
        return new ClientRegistry(initial.served(properties.defaultClient()));
    }

    @Bean
    ServedCredentials servedCredentials(ClientRegistry registry, Credentials initial, MeterRegistry metrics) {
        return new ServedCredentials(registry, initial, MONOTONIC, metrics);
    }

    /** Only at the start: a refresh would repeat them every minute. */
    @Bean
    ApplicationListener<ApplicationStartedEvent> clientNotices(ClientRegistry clients) {
        return started -> ClientNotices.about(clients.current()).forEach(log::warn);
    }

    @Bean
    CredentialsHealth credentialsHealthIndicator(ServedCredentials served) {
        return new CredentialsHealth(served);
    }

    /**
     * Spring Cloud's auto-configuration would also rebind every {@code @ConfigurationProperties} bean at each refresh, while
     * requests read them, and publish an endpoint that bypasses our checks.
     */
    @Bean
    static ContextRefresher contextRefresher(ConfigurableApplicationContext context) {
        return new ConfigDataContextRefresher(context, new RefreshScope(), new RefreshProperties());
    }

    @Bean
    CredentialRefresh credentialRefresh(
            ContextRefresher sources,
            ObjectProvider<VaultSecrets> vault,
            ObjectProvider<VaultAuthentication> authentication,
            CredentialReader reader,
            ServedCredentials served) {
        return new CredentialRefresh(sources, vault.getIfAvailable(), authentication.getIfAvailable(), reader, served);
    }

    @Bean
    CredentialRefresh.Schedule refreshSchedule(
            CredentialRefresh refresh, StsProperties properties, InstantSource clock) {
        return new CredentialRefresh.Schedule(refresh, properties.refreshInterval(), clock);
    }
}
