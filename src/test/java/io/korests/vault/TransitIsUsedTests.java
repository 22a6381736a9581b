package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Vault's client is set up where a client has its key there, whatever source says so, and nowhere else. */
class TransitIsUsedTests {

    @ParameterizedTest
    @ValueSource(strings = {"sts.clients.travel.transit.key", "sts.clients[travel].transit.mount"})
    void inAFile(String name) {
        assertThat(matches(new MapPropertySource("file", Map.of(name, "${unresolved}"))))
                .isTrue();
    }

    @Test
    void inTheEnvironment() {
        assertThat(matches(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("STS_CLIENTS_TRAVEL_TRANSIT_KEY", "kore"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sts.clients.travel.private-key",
                "sts.clients.transit.client-id",
                "sts.clients.travel.encryption.transit",
                "sts.transit.key",
                "transit.key"
            })
    void notByAnotherName(String name) {
        assertThat(matches(new MapPropertySource("file", Map.of(name, "kore")))).isFalse();
    }

    @Test
    void notWithoutClients() {
        assertThat(matches(new MapPropertySource("file", Map.of()))).isFalse();
    }

    private static boolean matches(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(own -> environment.getPropertySources().remove(own.getName()));
        environment.getPropertySources().addFirst(source);
        ConfigurationPropertySources.attach(environment);
        ConditionContext context = mock(ConditionContext.class);
        when(context.getEnvironment()).thenReturn(environment);
        return new VaultConfiguration.TransitIsUsed().matches(context, mock(AnnotatedTypeMetadata.class));
    }
}
