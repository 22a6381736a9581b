package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCheckTests {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private HttpServer service;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        if (service != null) {
            service.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200, 0", "::1, 200, 0", "127.0.0.1, 503, 1", "::1, 404, 1"})
    void passesWhereTheProbeAnswers200OnEitherLoopbackAddress(String address, int status, int code) throws IOException {
        int port = serve(address, status);

        assertThat(run(Map.of("MANAGEMENT_SERVER_PORT", "" + port))).isEqualTo(code);
        assertThat(output().isEmpty()).isEqualTo(code == 0);
    }

    @Test
    void asksAtThePortThatTheServiceWroteDownWhateverTheVariableSays() throws IOException {
        int port = serve("127.0.0.1", 200);
        Files.writeString(folder.resolve("sts-management.port"), "" + port);

        assertThat(run(Map.of("PORTFILE", "" + folder.resolve("sts.port"), "MANAGEMENT_SERVER_PORT", "1")))
                .isZero();
    }

    @Test
    void fallsBackToTheVariableWhereTheServiceWroteNothing() {
        assertThat(run(Map.of("PORTFILE", "" + folder.resolve("sts.port"), "MANAGEMENT_SERVER_PORT", "1")))
                .isEqualTo(1);
        assertThat(output()).startsWith("The liveness probe on port 1 failed: ");
    }

    @Test
    void failsWithAMessageWhereThePortIsNone() {
        assertThat(run(Map.of("MANAGEMENT_SERVER_PORT", "seven"))).isEqualTo(1);
        assertThat(output()).startsWith("The liveness probe on port seven failed: ");
    }

    private int serve(String address, int status) throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        service.createContext("/actuator/health/liveness", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        return service.getAddress().getPort();
    }

    private int run(Map<String, String> environment) {
        return HealthCheck.run(environment, new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
