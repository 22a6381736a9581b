package io.korests.vault;

import java.util.stream.StreamSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.cloud.vault.config.VaultConfigTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.core.VaultOperations;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    VaultLogin vaultLogin(ObjectProvider<SessionManager> sessions) {
        return new VaultLogin(sessions.getIfAvailable());
    }

    @Bean
    TransitKeys transitKeys(ObjectProvider<VaultOperations> vault, VaultLogin login) {
        return new TransitKeys(vault.getIfAvailable(), login);
    }

    /**
     * A new one for each refresh, around the same reader. In Spring Cloud's own, which lasts, each refresh leaves close listeners
     * and a binder behind: about a kilobyte a minute.
     */
    @Bean
    @Primary
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    static ConfigurableBootstrapContext refreshBootstrapContext(ObjectProvider<VaultSecrets> secrets) {
        DefaultBootstrapContext bootstrap = new DefaultBootstrapContext();
        secrets.ifAvailable(reader -> bootstrap.register(VaultConfigTemplate.class, InstanceSupplier.of(reader)));
        return bootstrap;
    }

    /** Where nothing is imported from Vault, its client is set up only for keys that stay there. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(TransitIsUsed.class)
    @ImportAutoConfiguration(VaultAutoConfiguration.class)
    static class VaultClientConfiguration {}

    /** Looks at names only: this decides whether Vault is there when the clients are bound. */
    static final class TransitIsUsed implements Condition {

        private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("sts.clients");
        private static final int BELOW_CLIENT = 3;

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StreamSupport.stream(
                            ConfigurationPropertySources.get(context.getEnvironment())
                                    .spliterator(),
                            false)
                    .filter(IterableConfigurationPropertySource.class::isInstance)
                    .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                    .anyMatch(name -> CLIENTS.isAncestorOf(name)
                            && name.getNumberOfElements() > BELOW_CLIENT
                            && name.getElement(BELOW_CLIENT, Form.UNIFORM).equals("transit"));
        }
    }
}
