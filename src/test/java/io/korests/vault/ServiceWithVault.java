package io.korests.vault;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestKeys;
import io.korests.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The service in this JVM with settings of docs/vault.md, behind a gateway that has signed its user on. */
final class ServiceWithVault implements AutoCloseable {

    private static final String GATEWAY_SECRET = TestKeys.randomSecret(24);

    private final TestService service;

    private ServiceWithVault(TestService service) {
        this.service = service;
    }

    /**
     * @param folder where its application.yaml goes
     * @param yaml settings as in the documentation, but for the address of Vault
     * @param more further properties; they win
     */
    static ServiceWithVault start(Path folder, String yaml, Map<String, String> more) {
        return new ServiceWithVault(TestService.alone(properties(folder, yaml, more)));
    }

    /** What {@link #start} starts with. */
    static Map<String, String> properties(Path folder, String yaml, Map<String, String> more) {
        try {
            Files.writeString(folder.resolve("application.yaml"), yaml);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.config.location", "classpath:/," + folder.toUri());
        properties.put("GATEWAY_SECRET", GATEWAY_SECRET);
        properties.put("sts.refresh-interval", "0");
        properties.put("logging.level.io.korests.client", "info");
        properties.putAll(more);
        return properties;
    }

    /** What the service knows its gateway by. */
    static String gatewaySecret() {
        return GATEWAY_SECRET;
    }

    /** Asks for a token from the client with this id; null for the default one. */
    HttpAnswer ask(String clientId) {
        String field = clientId == null ? "" : ",\"clientId\":\"" + clientId + '"';
        return service.send(HttpCall.post("/api/users/sts")
                .header("X-Gateway-Secret", GATEWAY_SECRET)
                .header("X-Forwarded-User", "jane@example.com")
                .json("{\"identity\":\"jane@example.com\"" + field + "}"));
    }

    /** A token from the default client. */
    String token() {
        return ask(null).jwt();
    }

    HttpAnswer refresh() {
        return service.refresh();
    }

    /** The health {@code credentials}. */
    JsonNode credentials() {
        return service.management("health").json().get("components").get("credentials");
    }

    String credentialsStatus() {
        return credentials().get("status").stringValue();
    }

    boolean isReady() {
        return service.management("health/readiness").status() == 200;
    }

    /** A sample of the metrics, by its name with its tags as Prometheus writes them. */
    double metric(String sample) {
        return service.management("prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(sample + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    TestService service() {
        return service;
    }

    @Override
    public void close() {
        service.close();
    }
}
