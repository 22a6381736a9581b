package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The variables that Kubernetes injects into a pod for each Service in its namespace. */
class KubernetesServiceVariablesTests {
    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    private static final String SECRET = "STS_CLIENTS_TRAVEL_CLIENTSECRET";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_SERVICE_HOST",
                "STS_SERVICE_PORT",
                "STS_SERVICE_PORT_HTTP",
                "STS_SERVICE_PORT_HTTP_ALT",
                "STS_PORT",
                "STS_PORT_7000_TCP",
                "STS_PORT_7000_TCP_PROTO",
                "STS_PORT_7000_TCP_PORT",
                "STS_PORT_7000_TCP_ADDR",
                "STS_PORT_53_UDP",
                "STS_PORT_53_SCTP_ADDR",
                "STS_CLIENTS_SERVICE_HOST",
                "STS_CLIENTS_PORT",
                "STS_CLIENTS_PORT_7000_TCP_ADDR",
                "STS_CLIENTS_TRAVEL_SERVICE_PORT_HTTP",
                "STS_CLIENTS_TRAVEL_PORT",
                "STS_CLIENTS_TRAVEL_PORT_7000_TCP",
                "STS_CALLER_PORT",
                "STS_RATE_LIMIT_SERVICE_HOST"
            })
    void areHidden(String name) {
        assertThat(KubernetesServiceVariables.isInjected(name)).isTrue();

        try (ConfigurableApplicationContext started = start(Map.of(name, "tcp://10.0.0.1:7000", SECRET, "kept"))) {
            assertThat(started.getEnvironment().getProperty(name)).isNull();
            assertThat(started.getEnvironment().getProperty("sts.clients.travel.client-secret"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void startTogether() {
        Map<String, Object> variables = new HashMap<>();
        for (String service : new String[] {"STS", "STS_CLIENTS", "STS_CLIENTS_TRAVEL", "STS_CALLER"}) {
            variables.put(service + "_SERVICE_HOST", "10.0.0.1");
            variables.put(service + "_SERVICE_PORT", "7000");
            variables.put(service + "_PORT", "tcp://10.0.0.1:7000");
            variables.put(service + "_PORT_7000_TCP", "tcp://10.0.0.1:7000");
            variables.put(service + "_PORT_7000_TCP_ADDR", "10.0.0.1");
        }
        try (ConfigurableApplicationContext started = start(variables)) {
            assertThat(started.getEnvironment().getPropertySources().get(ENVIRONMENT))
                    .extracting(source -> ((Map<?, ?>) source.getSource()).keySet())
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.ITERABLE)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS_CLIENTS_TRAVEL_CLIENTID",
                "STS_CLIENTS_TRAVEL_CLIENT_ID",
                "STS_CLIENTS_TRAVEL_CLIENTSECRET",
                "sts_clients_travel_clientid",
                "STS_CLIENTS_PORT_CLIENTID",
                "STS_CLIENTS_SERVICE_CLIENTID",
                "STS_CLIENTS_HOST_AUDIENCE",
                "STS_CLIENTS_7000_AUDIENCE",
                "STS_CLIENTS_TCP_TRANSIT_KEY",
                "STS_CLIENTS_TRAVEL_ALLOWEDAUDIENCES_0",
                "STS_CALLER_MODE",
                "STS_CORS_ALLOWEDORIGINS",
                "STS_DEFAULTCLIENT",
                "STS_LIMITS_QUEUE",
                "sts.clients.travel.client-id",
                "SERVER_PORT",
                "OTHER_SERVICE_HOST"
            })
    void areDistinguishedFromSettings(String name) {
        assertThat(KubernetesServiceVariables.isInjected(name)).isFalse();

        String value = name.equals("STS_CALLER_MODE") ? "open" : "7";

        try (ConfigurableApplicationContext started = start(Map.of(name, value))) {
            assertThat(started.getEnvironment().getProperty(name)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"STS_CLIENTS_PORTS", "STS_CLIENTS_TRAVEL_PORT_X", "STS_CALLER_PORT_7000", "STS_CALLER_HOST"})
    void doNotExcuseOthersThatLookLikeThem(String name) {
        assertThatThrownBy(() -> start(Map.of(name, "x")).close())
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessageStartingWith(name + " is not a property of kore-sts");
    }

    private static ConfigurableApplicationContext start(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(ENVIRONMENT, new SystemEnvironmentPropertySource(ENVIRONMENT, variables));
        SpringApplication application = new SpringApplication(ChecksConfiguration.class);
        application.setEnvironment(environment);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run("--spring.config.location=classpath:/", "--logging.level.root=error");
    }
}
