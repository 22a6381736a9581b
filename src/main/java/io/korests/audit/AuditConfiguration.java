package io.korests.audit;

import ch.qos.logback.classic.LoggerContext;
import io.korests.StsProperties;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    LogQueue logQueue(StsProperties properties, MeterRegistry registry) {
        Counter failures = Counter.builder("sts.log.failures")
                .description("Failed writes of log lines")
                .register(registry);
        return new LogQueue(properties.limits().queue(), failures);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> queueLogLines(LogQueue queue) {
        return ready -> queue.install((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    /** Part of readiness: without room for its audit line no token is granted. */
    @Bean
    HealthIndicator logQueueHealthIndicator(LogQueue queue) {
        return () -> (queue.isStuck() ? Health.outOfService() : Health.up()).build();
    }

    @Bean
    HealthIndicator logOutputHealthIndicator(LogQueue queue) {
        return () -> (queue.hasFailed() ? Health.down() : Health.up()).build();
    }

    @Bean
    AuditLog auditLog(StsProperties properties, LogQueue queue) {
        return new AuditLog(properties.audit(), queue);
    }

    @Bean
    TokenMetrics tokenMetrics(MeterRegistry registry) {
        return new TokenMetrics(registry);
    }

    /**
     * Traces by OpenTelemetry, with a span for each request, once their destination is configured. Boot would set all of it up
     * without one, and time every request for nobody.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("management.opentelemetry.tracing.export.otlp.endpoint")
    @ImportAutoConfiguration({
        ObservationAutoConfiguration.class,
        MicrometerTracingAutoConfiguration.class,
        OpenTelemetrySdkAutoConfiguration.class,
        OpenTelemetryTracingAutoConfiguration.class,
        OtlpTracingAutoConfiguration.class,
        WebMvcObservationAutoConfiguration.class
    })
    static class TracingConfiguration {
        /** Without the path as it was sent, which Spring's own convention adds: a caller may write anything there. */
        @Bean
        DefaultServerRequestObservationConvention tracedRequest() {
            return new DefaultServerRequestObservationConvention() {
                @Override
                public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
                    return KeyValues.empty();
                }
            };
        }

        /** The names of the Elastic Common Schema, in every line that is written while a request is served. */
        @Bean
        Slf4JEventListener otelSlf4JEventListener() {
            return new Slf4JEventListener("trace.id", "span.id");
        }
    }
}
