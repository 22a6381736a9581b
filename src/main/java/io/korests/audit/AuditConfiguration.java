package io.korests.audit;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
public class AuditConfiguration {

    @Bean
    AuditLog auditLog(AuditProperties properties) {
        return new AuditLog(new AuditedIdentity(properties));
    }

    @Bean
    TokenMetrics tokenMetrics(MeterRegistry registry) {
        return new TokenMetrics(registry);
    }

    @Bean
    TracedRequest tracedRequest() {
        return new TracedRequest();
    }
}
