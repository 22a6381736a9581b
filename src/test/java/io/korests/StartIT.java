package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged jar from each source of configuration, in an empty working directory. */
class StartIT {

    private static final HttpCall CALL = HttpCall.post("/api/users/sts").json("{\"identity\":\"user@example.com\"}");

    @TempDir
    Path empty;

    @TempDir
    Path elsewhere;

    @TempDir
    Path logs;

    @Test
    void byYaml() throws IOException {
        Files.writeString(elsewhere.resolve("application.yaml"), """
                sts:
                  caller.mode: open
                  cors.allowed-origins: [https://www.example.com]
                  default-client: travel
                  clients:
                    travel:
                      client-id: cs-travel
                      algorithm: RS256
                      private-key: |
                %s
                    lounge:
                      client-id: cs-lounge
                      algorithm: HS512
                      client-secret: %s
                """.formatted(
                        TestKeys.pem(TestKeys.rsa()).indent(8), TestKeys.SECRET));

        try (PackagedJar jar = PackagedJar.start(
                empty,
                Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION", elsewhere.toUri().toString()))) {
            assertIssued(
                    VerifiedToken.verify(token(jar), "RS256", TestKeys.rsa().getPublic()));
            assertManagement(jar.managementPort());
            jar.awaitOutput("; clients lounge, travel (default)");
            assertThat(jar.output()).doesNotContain("MII", TestKeys.SECRET, "development set-up");
            assertLogsNothingThatWasSent(jar);
        }
    }

    @Test
    void byEnvironmentVariablesAlone() {
        Map<String, String> environment = Map.of(
                "STS_CALLER_MODE", "open",
                "STS_CLIENTS_TRAVEL_CLIENTID", "cs-travel",
                "STS_CLIENTS_TRAVEL_ALGORITHM", "RS512",
                "STS_CLIENTS_TRAVEL_PRIVATEKEY", TestKeys.onOneLine(TestKeys.pkcs1Pem(TestKeys.rsa())),
                "STS_CLIENTS_TRAVEL_ALLOWEDCLAIMS", "identityToMerge,privateClaims",
                "STS_CORS_ALLOWEDORIGINS", "https://www.example.com",
                "STS_SERVICE_HOST", "10.0.0.1",
                "STS_PORT", "tcp://10.0.0.1:7000");

        try (PackagedJar jar = PackagedJar.start(empty, environment)) {
            String ready =
                    "Ready at http://127.0.0.1:" + jar.port() + "/api/users/sts; caller mode open; clients travel";
            jar.awaitOutput(ready);
            assertThat(jar.output().stripTrailing()).as("the last line").endsWith(ready);
            assertThat(jar.output())
                    .containsPattern("At most \\d+ connections are served and \\d+ requests in work at a time");
            assertIssued(
                    VerifiedToken.verify(token(jar), "RS512", TestKeys.rsa().getPublic()));
        }
    }

    /** As Kubernetes mounts a secret: each file a link to a hidden directory that is exchanged as a whole. */
    @Test
    void byMountedFiles() throws IOException {
        Path data = Files.createDirectory(elsewhere.resolve("..2026_11_21"));
        Files.createSymbolicLink(elsewhere.resolve("..data"), data.getFileName());
        mount(data, "sts.caller.mode", "open\n");
        mount(data, "sts.clients.travel.client-id", "cs-travel\n");
        mount(data, "sts.clients.travel.algorithm", "HS256");
        mount(data, "sts.clients.travel.client-secret", TestKeys.SECRET + "\n");

        Path file = logs.resolve("sts.log");
        Map<String, String> environment = Map.of(
                "SPRING_CONFIG_IMPORT", "configtree:" + elsewhere + "/", "LC_ALL", "C", "LOGGING_FILE_NAME", "" + file);

        try (PackagedJar jar = PackagedJar.start(empty, environment)) {
            assertIssued(VerifiedToken.verify(token(jar), "HS256", TestKeys.SECRET));
            assertThat(jar.output()).doesNotContain(TestKeys.SECRET);
            assertLogsAreUtf8(jar, file);
        }
    }

    /** A newcomer's first command, in the folder of the checkout. */
    @Test
    void byNothingInACheckout() {
        try (PackagedJar jar = PackagedJar.start(Path.of("").toAbsolutePath(), Map.of())) {
            HttpCall call = HttpCall.post("/api/users/sts").origin("http://localhost:3000");
            HttpAnswer answer = call.json("{\"identity\":\"jane\"}").sendTo(jar.port());

            assertThat(answer.jwt()).isNotBlank();
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
            assertThat(get("/playground/", jar.port()).text()).contains("<title>kore-sts playground</title>");
            assertThat(get("/playground/clients.json", jar.port()).text()).contains("\"clientId\":\"cs-demo\"");
            String address = "http://127.0.0.1:" + jar.port();
            jar.awaitOutput("Ready at " + address + "/api/users/sts; caller mode open; clients demo; playground at "
                    + address + "/playground/");
            assertThat(jar.output())
                    .containsOnlyOnce("sts.playground.enabled is true")
                    .containsOnlyOnce("sts.caller.mode is open")
                    .contains("development set-up");
        }
    }

    /** Whatever the locale: Java 17 would write both as j?rgen in ASCII. */
    private static void assertLogsAreUtf8(PackagedJar jar, Path file) throws IOException {
        for (String identity : List.of("jürgen", "jörgen")) {
            HttpCall.post("/users/sts")
                    .json("{\"identity\":\"" + identity + "\"}")
                    .sendTo(jar.port());
        }
        jar.awaitOutput("user.id=\"jürgen\"", "user.id=\"jörgen\"");
        assertThat(Files.readString(file)).contains("user.id=\"jürgen\"", "user.id=\"jörgen\"");
    }

    private static void assertLogsNothingThatWasSent(PackagedJar jar) {
        String token = HttpCall.post("/users/sts")
                .json("{\"identity\":\"somebody\",\"clientSecret\":\"sent-secret\"}")
                .sendTo(jar.port())
                .jwt();
        for (String body : List.of("{\"clientSecret\":\"sent-secret\",}", "{\"clientId\":\"sent-secret\"}")) {
            assertThat(HttpCall.post("/users/sts").json(body).sendTo(jar.port()).status())
                    .isEqualTo(400);
        }
        for (int i = 0; i < 2; i++) {
            HttpCall.raw("GET / HTTP/1.1\r\nHost: kore_sts\r\nConnection: close\r\n\r\n")
                    .sendTo(jar.port());
        }
        assertThat(HttpCall.raw("sent-secret\r\n\r\n").sendTo(jar.port()).status())
                .isEqualTo(400);
        // The audit events show that the output of these requests has arrived.
        jar.awaitOutput("somebody", "malformed-body", "unknown-client");
        assertThat(jar.output()).doesNotContain("sent-secret", token).containsOnlyOnce("has an underscore");
    }

    private void mount(Path data, String name, String content) throws IOException {
        Files.writeString(data.resolve(name), content);
        Files.createSymbolicLink(elsewhere.resolve(name), Path.of("..data", name));
    }

    private String token(PackagedJar jar) throws AssertionError {
        return CALL.sendTo(jar.port()).jwt();
    }

    private void assertIssued(VerifiedToken token) {
        assertThat(token.text("iss")).isEqualTo("cs-travel");
        assertThat(token.subject()).isEqualTo("user@example.com");
        try (Stream<Path> files = Files.list(empty)) {
            assertThat(files).as("nothing is written").isEmpty();
        } catch (IOException exception) {
            throw new AssertionError(exception);
        }
    }

    private static void assertManagement(int port) {
        for (String id : List.of("health", "health/liveness", "health/readiness", "info", "prometheus", "sbom")) {
            assertThat(get("/actuator/" + id, port).status()).as(id).isEqualTo(200);
        }
        assertThat(get("/actuator/health", port).json().get("status").stringValue())
                .isEqualTo("UP");
        assertThat(get("/actuator/prometheus", port).text()).contains("jvm_memory_used_bytes");
        assertThat(get("/actuator/info", port).text()).doesNotContain(TestKeys.SECRET);
        assertThat(get("/actuator/refresh", port).status()).isEqualTo(405);
        for (String path : NOTHING) {
            assertThat(get(path, port).status()).as(path).isEqualTo(404);
            assertThat(HttpCall.post(path).sendTo(port).status())
                    .as("POST " + path)
                    .isEqualTo(404);
        }
    }

    /** Every endpoint of Spring Boot's and Spring Cloud's that is none of ours, and our own paths at the wrong port. */
    private static final List<String> NOTHING = Stream.concat(
                    Stream.of(
                            "/",
                            "/actuator",
                            "/actuator/",
                            "/api/users/sts",
                            "/users/sts",
                            "/health",
                            "/metrics",
                            "/error/x"),
                    Stream.of(
                                    "auditevents",
                                    "beans",
                                    "bindings",
                                    "busenv",
                                    "busrefresh",
                                    "caches",
                                    "channels",
                                    "conditions",
                                    "configprops",
                                    "env",
                                    "env/sts.clients.travel.client-secret",
                                    "features",
                                    "flyway",
                                    "gateway",
                                    "heapdump",
                                    "httpexchanges",
                                    "integrationgraph",
                                    "jolokia",
                                    "liquibase",
                                    "logfile",
                                    "loggers",
                                    "loggers/ROOT",
                                    "mappings",
                                    "metrics",
                                    "pause",
                                    "quartz",
                                    "restart",
                                    "resume",
                                    "scheduledtasks",
                                    "serviceregistry",
                                    "sessions",
                                    "shutdown",
                                    "startup",
                                    "threaddump",
                                    "vault")
                            .map(id -> "/actuator/" + id))
            .toList();

    private static HttpAnswer get(String path, int port) {
        return HttpCall.of("GET", path).sendTo(port);
    }
}
