package io.korests.explain;

import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import io.korests.client.Schedule;
import io.korests.token.TokenIssuer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Commands, the playground and the platform check use these: the start does not wait for the HTTP client. */
@Configuration(proxyBeanMethods = false)
class ExplainConfiguration {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Bean
    @Lazy
    Explainer explainer(InstantSource clock) {
        return new Explainer(clock);
    }

    @Bean
    @Lazy
    Platform platform(TokenIssuer tokens) {
        return new Platform(tokens, DEADLINE);
    }

    @Bean
    @ConditionalOnProperty("sts.platform-check.interval")
    PlatformCheck platformHealthIndicator(ClientRegistry clients, Platform platform, MeterRegistry metrics) {
        return new PlatformCheck(clients, platform, metrics);
    }

    /** A blank interval is none. */
    @Bean
    @ConditionalOnProperty("sts.platform-check.interval")
    Schedule platformSchedule(PlatformCheck check, StsProperties properties) {
        Duration interval =
                Objects.requireNonNullElse(properties.platformCheck().interval(), Duration.ZERO);
        return new Schedule("sts-platform-", check::askAll, Duration.ZERO, interval);
    }
}
