package io.korests.vault;

import io.korests.StsProperties;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.cloud.vault.config.VaultProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.client.RestTemplateFactory;
import org.springframework.vault.config.AbstractVaultConfiguration.ClientFactoryWrapper;
import org.springframework.vault.core.VaultOperations;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {
    /** A monotonic clock. */
    static final LongSupplier NANO_TIME = System::nanoTime;

    /** The one that the imports at the start began, if there are imports. */
    @Bean
    VaultCalls.Reading vaultReading(
            ObjectProvider<VaultSecrets> secrets,
            ObjectProvider<VaultProperties> properties,
            ObjectProvider<SessionManager> sessions) {
        VaultSecrets imported = secrets.getIfAvailable();
        return imported == null
                ? VaultCalls.Reading.of(
                        sessions.getIfAvailable(), properties.getIfAvailable(VaultProperties::new), NANO_TIME)
                : imported.reading();
    }

    @Bean
    TransitKeys transitKeys(
            ObjectProvider<VaultOperations> vault,
            ObjectProvider<SessionManager> sessions,
            VaultCalls.Reading reading,
            ApplicationEventPublisher events) {
        VaultCalls signatures = new VaultCalls(sessions.getIfAvailable(), TransitKeys.MOST_SIGNATURES);
        return new TransitKeys(vault.getIfAvailable(), signatures, reading, events);
    }

    /**
     * A new one for each refresh, around the same reader. In Spring Cloud's own, which lasts, each refresh leaves close listeners
     * and a binder behind: about a kilobyte a minute.
     */
    @Bean
    @Primary
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    static ConfigurableBootstrapContext refreshBootstrapContext(
            ObjectProvider<VaultSecrets> secrets,
            ObjectProvider<VaultAuthentication> authentication,
            VaultCalls.Reading reading,
            StsProperties properties) {
        authentication.ifAvailable(logins -> logins.backOff(properties.refreshInterval()));
        reading.begin();
        DefaultBootstrapContext bootstrap = new DefaultBootstrapContext();
        secrets.ifAvailable(reader -> bootstrap.register(VaultConfigTemplate.class, context -> {
            VaultProperties settings = context.get(VaultProperties.class);
            authentication.ifAvailable(logins -> logins.use(() -> settings));
            return reader;
        }));
        return bootstrap;
    }

    /** Where nothing is imported from Vault, its client is set up only for keys that stay there. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(TransitIsUsed.class)
    @ConditionalOnBooleanProperty(name = "spring.cloud.vault.enabled", matchIfMissing = true)
    @ImportAutoConfiguration(VaultAutoConfiguration.class)
    static class VaultClientConfiguration {
        @Bean
        @ConditionalOnMissingBean
        ClientFactoryWrapper clientHttpRequestFactoryWrapper(VaultProperties properties) {
            return VaultClients.connections(properties);
        }

        @Bean
        @ConditionalOnMissingBean
        ClientAuthentication clientAuthentication(
                ClientFactoryWrapper connections, RestTemplateFactory clients, Environment environment) {
            return VaultClients.authentication(
                    connections,
                    clients,
                    () -> Binder.get(environment).bindOrCreate(VaultProperties.PREFIX, VaultProperties.class));
        }
    }

    /** Decides whether Vault is there when the clients are bound. */
    static final class TransitIsUsed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("sts.clients", Bindable.mapOf(String.class, Object.class))
                    .orElse(Map.of())
                    .values()
                    .stream()
                    .anyMatch(client -> client instanceof Map<?, ?> settings && settings.containsKey("transit"));
        }
    }
}
