package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCheckTests {

    private static final String VARIABLE = "PROBE_ADDRESS_FILE";

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
    void asksAtTheAddressThatTheServiceWroteDownWhateverTheVariableSays() throws IOException {
        int port = serve("127.0.0.1", 200);
        Path file = folder.resolve("probe");
        Files.writeString(file, "http://localhost:" + port + "/actuator/health/liveness\n");

        assertThat(run(Map.of(VARIABLE, "" + file, "MANAGEMENT_SERVER_PORT", "1")))
                .isZero();
        Files.writeString(file, "http://localhost:" + port + "/elsewhere");
        assertThat(run(Map.of(VARIABLE, "" + file))).isEqualTo(1);
    }

    /** The file is in a folder that others may write to. */
    @Test
    void asksThisMachineOnly() throws IOException {
        int port = serve("127.0.0.1", 200);
        Path file = folder.resolve("probe");
        Files.writeString(file, "http://192.0.2.1:" + port + "/actuator/health/liveness");

        assertThat(run(Map.of(VARIABLE, "" + file))).isZero();
    }

    /** TLS from the main port, and every path of its own. */
    @Test
    void findsTheProbeOfAServiceHoweverItsManagementWasSet() throws Exception {
        Path file = folder.resolve("probe");
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("server.ssl.bundle", "own");
        properties.put(
                "spring.ssl.bundle.jks.own.keystore.location", "" + keyStore().toUri());
        properties.put("spring.ssl.bundle.jks.own.keystore.password", "for-a-test");
        properties.put("management.server.base-path", "/ops");
        properties.put("management.endpoints.web.base-path", "/manage");
        properties.put("management.endpoints.web.path-mapping.health", "how");
        try (TestService running = TestService.alone(properties, new ServeCommand.ProbeAddress(file))) {
            assertThat(file).hasContent("https://localhost:" + running.managementPort() + "/ops/manage/how/liveness");
            assertThat(run(Map.of(VARIABLE, "" + file))).as(output()).isZero();
        }
        assertThat(run(Map.of(VARIABLE, "" + file))).isEqualTo(1);
        assertThat(output()).startsWith("The liveness probe at https://localhost:");
    }

    private Path keyStore() throws Exception {
        Path file = folder.resolve("own.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-dname",
                        "CN=elsewhere.example",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "for-a-test")
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    @Test
    void fallsBackToTheVariableWhereTheServiceWroteNothing() {
        assertThat(run(Map.of(VARIABLE, "" + folder.resolve("absent"), "MANAGEMENT_SERVER_PORT", "1")))
                .isEqualTo(1);
        assertThat(output()).startsWith("The liveness probe at http://localhost:1/actuator/health/liveness failed: ");
    }

    @Test
    void failsWithAMessageWhereThePortIsNone() {
        assertThat(run(Map.of("MANAGEMENT_SERVER_PORT", "seven"))).isEqualTo(1);
        assertThat(output())
                .startsWith("The liveness probe at http://localhost:seven/actuator/health/liveness failed: ");
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
