package io.korests.client;

import io.korests.TestService;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Clients bound from properties as at the start, and swapped as on refresh. */
public final class TestRegistry {

    private TestRegistry() {}

    public static ClientSet clients(Map<String, String> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(properties)));
        return OpenedClients.in(environment);
    }

    public static void replace(ClientRegistry apps, ClientSet next) {
        apps.replace(next);
    }

    /**
     * Reads the credentials of a running service as its schedule does.
     *
     * @return the trouble, or null
     */
    public static String refreshAsScheduled(TestService service) {
        return service.bean(CredentialRefresh.class).refresh().trouble();
    }
}
