package io.korests.config;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Holds the pairs for TLS to be pairs. */
@Configuration(proxyBeanMethods = false)
class ChecksConfiguration {
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
