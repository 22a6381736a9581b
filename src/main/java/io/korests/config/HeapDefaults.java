package io.korests.config;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Defaults that grow with the heap: how many connections are served, and half as many requests in work. Any other source wins.
 * 3,000 slow senders at once were survived with half of the heap that this allows for each (docs/operations.md).
 */
final class HeapDefaults implements EnvironmentPostProcessor {
    private static final int BYTES_OF_A_CONNECTION = 192 * 1024;
    private static final int FEWEST = 64;
    private static final int MOST = 8192;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        int connections = connections(Runtime.getRuntime().maxMemory());
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "defaults by the size of the heap",
                        Map.of("server.tomcat.max-connections", connections, "sts.limits.queue", connections / 2)));
    }

    static int connections(long heap) {
        return (int) Math.max(FEWEST, Math.min(MOST, heap / BYTES_OF_A_CONNECTION));
    }
}
