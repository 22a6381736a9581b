package io.korests.vault;

import io.korests.config.ClientPropertyNames;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
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

    /** Looks at names alone: whether to bind the clients with or without Vault is what it is to find out. */
    static final class TransitIsUsed implements Condition {

        private static final int BELOW_CLIENT = 3;

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return ClientPropertyNames.anyMatch(
                    context.getEnvironment(),
                    name -> name.getNumberOfElements() > BELOW_CLIENT
                            && name.getElement(BELOW_CLIENT, Form.UNIFORM).equals("transit"));
        }
    }
}
