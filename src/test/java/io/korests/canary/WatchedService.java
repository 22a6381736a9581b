package io.korests.canary;

import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.PackagedJar;
import io.korests.Patience;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

/** The packaged jar with every logger at TRACE, and a record of all that it writes and answers. */
final class WatchedService implements AutoCloseable {

    private final Canaries canaries;
    private final PackagedJar jar;
    private final List<String> answers = new ArrayList<>();
    private final Set<String> refusals = new TreeSet<>();

    /** @param properties each becomes an environment variable */
    WatchedService(Canaries canaries, Path folder, Map<String, String> properties, String... arguments) {
        this.canaries = canaries;
        Map<String, String> environment = new HashMap<>();
        properties.forEach((name, value) ->
                environment.put(name.replace("-", "").replace('.', '_').toUpperCase(), value));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--debug", "--trace", "--logging.level.root=trace", "--logging.level.io.korests=trace"));
        quietedLoggers().forEach(name -> all.add("--" + name + "=trace"));
        this.jar = PackagedJar.start(folder, environment, all.toArray(String[]::new));
    }

    /** The service quiets some loggers by itself, which an operator may undo. */
    private static List<String> quietedLoggers() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("src/main/resources/application.yaml"));
        return Objects.requireNonNull(yaml.getObject()).stringPropertyNames().stream()
                .filter(name -> name.startsWith("logging.level."))
                .toList();
    }

    int port() {
        return jar.port();
    }

    HttpAnswer send(HttpCall call) {
        return record(call.sendTo(jar.port()));
    }

    /** Asks for a refresh, after the one that a failed signature may have started. */
    HttpAnswer refresh(HttpCall call) {
        return await().atMost(Patience.TIME).until(() -> manage(call), answer -> answer.status() != 429);
    }

    HttpAnswer manage(HttpCall call) {
        return record(call.sendTo(jar.managementPort()));
    }

    /** Keeps an answer, but for the token that was asked for; from now on that one must be nowhere else. */
    HttpAnswer record(HttpAnswer answer) {
        String text = answer.toString();
        if (answer.status() == 200 && text.contains("{\"jwt\":\"")) {
            String token = answer.jwt();
            canaries.watch("an issued token", token.substring(token.indexOf('.', token.indexOf('.') + 1) + 1));
            text = text.replace(token, "");
        }
        if (answer.header("Content-Type").equals("application/problem+json")) {
            refusals.add(answer.json().get("type").stringValue().replace("urn:kore-sts:", ""));
        }
        answers.add(text);
        return answer;
    }

    /** Codes of the refusals so far. */
    Set<String> refusals() {
        return refusals;
    }

    /** Lets it end, by SIGTERM if need be, and returns its exit code. */
    int end() {
        return jar.exitCode();
    }

    void stop() {
        jar.stop();
    }

    String output() {
        return jar.output();
    }

    /** All that got out so far. */
    String everything() {
        return jar.output() + '\n' + String.join("\n", answers);
    }

    @Override
    public void close() {
        jar.close();
    }
}
