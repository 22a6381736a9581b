package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class HeapDefaultsTests {

    @ParameterizedTest(name = "{0} MiB: {1} connections")
    @CsvSource({"1, 64", "12, 64", "13, 69", "192, 1024", "1024, 5461", "1536, 8192", "65536, 8192"})
    void thereAreAsManyConnectionsAsTheHeapHasRoomFor(long mebibytes, int connections) {
        assertThat(HeapDefaults.connections(mebibytes * 1024 * 1024)).isEqualTo(connections);
    }

    @Test
    void halfAsManyRequestsAreInWork() {
        StandardEnvironment environment = processed(Map.of());

        int connections = environment.getRequiredProperty("server.tomcat.max-connections", int.class);
        assertThat(environment.getRequiredProperty("sts.limits.queue", int.class))
                .isEqualTo(connections / 2);
    }

    @Test
    void anyOtherSourceWins() {
        StandardEnvironment environment =
                processed(Map.of("server.tomcat.max-connections", 7, "sts.limits.queue", "5"));

        assertThat(environment.getProperty("server.tomcat.max-connections")).isEqualTo("7");
        assertThat(environment.getProperty("sts.limits.queue")).isEqualTo("5");
    }

    private static StandardEnvironment processed(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("file", properties));
        new HeapDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
