package io.korests.vault;

import java.util.stream.StreamSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.cloud.vault.config.VaultAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.core.VaultOperations;

@Configuration(proxyBeanMethods = false)
public class VaultSupportConfiguration {

    @Bean
    VaultLogin vaultLogin(ObjectProvider<SessionManager> sessions) {
        return new VaultLogin(sessions.getIfAvailable());
    }

    @Bean
    VaultPaths vaultPaths(ObjectProvider<VaultOperations> vault) {
        return new VaultPaths(vault.getIfAvailable());
    }

    @Bean
    @Primary
    @ConditionalOnBean(name = "bootstrapContext")
    static ConfigurableBootstrapContext quietBootstrapContext(
            @Qualifier("bootstrapContext") ConfigurableBootstrapContext original) {
        return QuietBootstrapContext.of(original);
    }

    @Bean
    TransitKeys transitKeys(ObjectProvider<VaultOperations> vault, VaultLogin login) {
        return new TransitKeys(vault.getIfAvailable(), login);
    }

    /** Where nothing is imported from Vault, its client is set up only for keys that stay there. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(TransitIsUsed.class)
    @Import(VaultAutoConfiguration.class)
    static class VaultClientConfiguration {}

    /** Looks at names alone: binding ten thousand clients to find out would take minutes. */
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
                    .anyMatch(TransitIsUsed::isTransit);
        }

        private static boolean isTransit(ConfigurationPropertyName name) {
            return name.getNumberOfElements() > BELOW_CLIENT
                    && CLIENTS.isAncestorOf(name)
                    && name.getElement(BELOW_CLIENT, Form.UNIFORM).equals("transit");
        }
    }
}
