package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, whose standard output fails at each write (full(4)), and whose log file does not. */
class LogOutputIT {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("sts.jar"),
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--management.server.address=127.0.0.1",
                        "--management.server.port=0",
                        "--logging.file.name=log",
                        "--sts.caller.mode=open",
                        "--sts.clients.travel.client-id=cs-travel",
                        "--sts.clients.travel.algorithm=HS256",
                        "--sts.clients.travel.client-secret=" + TestKeys.SECRET)
                .directory(folder.toFile())
                .redirectOutput(Path.of("/dev/full").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Patience.TIME).until(() -> !process.isAlive() || log().contains("Started StsApplication"));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void failsInHealthAndMetricsWhileTokensGoOn() throws Exception {
        HttpAnswer token = HttpCall.post("/api/users/sts").form("identity=jane").sendTo(port(0));
        assertThat(token.status()).isEqualTo(200);

        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(actuator("prometheus").text())
                        .containsPattern("sts_log_failures_total(\\{\\})? [1-9]"));
        assertThat(actuator("health").text()).contains("\"logOutput\":{\"status\":\"DOWN\"}");
        assertThat(actuator("health/readiness").status()).isEqualTo(200);
        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(log())
                        .containsPattern("token granted event.outcome=\"success\".* user.id=\"jane\""));

        process.destroy();

        assertThat(process.waitFor(Patience.TIME.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private HttpAnswer actuator(String path) {
        return HttpCall.of("GET", "/actuator/" + path).sendTo(port(1));
    }

    private int port(int which) {
        List<Integer> ports = PORT.matcher(log())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
        assertThat(ports).as(log()).hasSize(2);
        return ports.get(which);
    }

    private String log() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
