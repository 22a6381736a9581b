package io.korests.config;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Checks of the configuration as a whole, before any bean exists. */
@Configuration(proxyBeanMethods = false)
class ChecksConfiguration {
    private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";

    /** Runs first, so that a client under {@code sts.cleints} is reported as misspelt and not as missing. */
    @Bean
    static BeanFactoryPostProcessor namesAndValues(Environment environment) {
        return beans -> new ConfigurationChecks().requireNone(environment);
    }

    /** Traces are sent by Java's HTTP client, which has no gRPC. */
    @Bean
    static BeanFactoryPostProcessor tracesGoByHttp(Environment environment) {
        return beans -> {
            if ("grpc".equalsIgnoreCase(environment.getProperty(TRANSPORT))) {
                throw new WrongConfigurationException(TRANSPORT
                        + " is grpc, which this service does not speak: leave it out, and give the collector's address for HTTP as"
                        + " management.opentelemetry.tracing.export.otlp.endpoint");
            }
        };
    }
}
