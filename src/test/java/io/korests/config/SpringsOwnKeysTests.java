package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.StsApplication;
import io.korests.TestClientApps;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A wrong value of what docs/configuration.md lists of Spring's own ends a start by one message too. */
class SpringsOwnKeysTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port",
                "server.address",
                "server.forward-headers-strategy",
                "server.max-http-request-header-size",
                "server.shutdown",
                "server.tomcat.connection-timeout",
                "server.tomcat.keep-alive-timeout",
                "server.tomcat.max-keep-alive-requests",
                "server.tomcat.max-connections",
                "server.tomcat.accept-count",
                "server.tomcat.max-swallow-size",
                "server.tomcat.threads.max",
                "server.ssl.client-auth",
                "management.server.port",
                "management.server.ssl.enabled",
                "management.endpoints.web.discovery.enabled",
                "management.endpoint.refresh.access",
                "management.endpoint.health.probes.enabled",
                "management.endpoint.health.show-details",
                "spring.lifecycle.timeout-per-shutdown-phase",
                "spring.threads.virtual.enabled",
                "spring.main.banner-mode",
                "spring.mvc.publish-request-handled-events",
                "spring.mvc.servlet.load-on-startup",
                "spring.web.resources.add-mappings",
                "logging.level.io.korests"
            })
    void isOneMessage(String property) {
        assertThat(message(property, "a-word")).startsWith(property + " ").doesNotContain("\n", "a-word");
    }

    @Test
    void aPortHasSixteenBits() {
        assertThat(message("server.port", "65536"))
                .isEqualTo("server.port is not a port: set it to, for instance, 7000");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThat(message("management.server.port", "${UNSET_HERE}"))
                .isEqualTo("management.server.port has ${UNSET_HERE}, which nothing resolves: set it, or leave the"
                        + " property out");
        assertThat(message("spring.lifecycle.timeout-per-shutdown-phase", "${UNSET_HERE}"))
                .isEqualTo("spring.lifecycle.timeout-per-shutdown-phase has ${UNSET_HERE}, which nothing resolves: set"
                        + " it, or leave the property out");
    }

    private static String message(String property, String value) {
        Map<String, String> properties = TestClientApps.one();
        properties.put("spring.config.location", "classpath:/");
        properties.put("logging.level.root", "off");
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put(property, value);
        Throwable failure = catchThrowable(() -> new SpringApplication(StsApplication.class)
                .run(properties.entrySet().stream().map(entry -> "--" + entry).toArray(String[]::new))
                .close());

        assertThat(failure).isNotNull();
        FailureAnalysis analysis = new ConfigurationFailureAnalyzer().analyze(failure);
        assertThat(analysis).as(failure.toString()).isNotNull();
        return analysis.getDescription();
    }
}
