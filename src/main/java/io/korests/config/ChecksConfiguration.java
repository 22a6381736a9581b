package io.korests.config;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Checks of the configuration as a whole, before any bean exists. */
@Configuration(proxyBeanMethods = false)
class ChecksConfiguration {
    /** Runs first, so that a client under {@code sts.cleints} is reported as misspelt and not as missing. */
    @Bean
    static BeanFactoryPostProcessor namesAndValues(Environment environment) {
        return beans -> new ConfigurationChecks().requireNone(environment);
    }

    /** A reload then keeps the last pair where certificate and key on disk are none. */
    @Bean
    static BeanPostProcessor verifiedPairs() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof SslProperties properties) {
                    TlsPairs.verify(properties);
                }
                return bean;
            }
        };
    }

    @Bean
    HealthIndicator tlsHealthIndicator(Environment environment) {
        return new TlsPairs(environment);
    }
}
