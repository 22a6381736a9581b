package io.korests.deploy;

import io.korests.Patience;
import io.korests.StsApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in this JVM, with a configuration file of {@code deploy/} and nothing else. */
final class DeployedService implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private DeployedService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param file below deploy/
     * @param here text of the file, and its value in this test: paths and addresses
     * @param folder an empty one
     * @param more files with configuration
     */
    static DeployedService start(String file, Map<String, String> here, Path folder, Path... more) throws IOException {
        Path config = folder.resolve("application.yaml");
        Files.writeString(config, adapted(Files.readString(Path.of("deploy", file)), here));
        String locations = Stream.concat(Stream.of(config), Stream.of(more))
                .map(location -> "file:" + location)
                .collect(Collectors.joining(","));
        return new DeployedService(SpringApplication.run(
                StsApplication.class,
                "--spring.config.location=classpath:/," + locations,
                "--spring.jmx.enabled=false",
                "--spring.cloud.vault.connection-timeout=" + Patience.TIME.toMillis(),
                "--spring.cloud.vault.read-timeout=" + Patience.TIME.toMillis(),
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.port=0"));
    }

    static String adapted(String text, Map<String, String> here) {
        String adapted = text;
        for (Map.Entry<String, String> entry : here.entrySet()) {
            if (!adapted.contains(entry.getKey())) {
                throw new AssertionError("There is no " + entry.getKey() + " in\n" + text);
            }
            adapted = adapted.replace(entry.getKey(), entry.getValue());
        }
        return adapted;
    }

    /** Asks for a token with {@code {}} and these headers, name and value by turns. */
    HttpResponse<String> ask(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = post("local.server.port", "/api/users/sts", body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.header("Content-Type", "application/json").build(), BodyHandlers.ofString());
    }

    /** Reads the credentials again, now; the answer says what changed. */
    HttpResponse<String> refresh() throws IOException, InterruptedException {
        return http.send(post("local.management.port", "/actuator/refresh", "").build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String port, String path, String body) {
        String host = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port);
        return HttpRequest.newBuilder(URI.create(host + path)).POST(BodyPublishers.ofString(body));
    }

    @Override
    public void close() {
        context.close();
    }
}
