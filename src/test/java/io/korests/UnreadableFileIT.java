package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the service's user may really not read: one message with the path, at a start and at a refresh. */
class UnreadableFileIT {

    private static final String UNREADABLE =
            ", which cannot be read: check that it is there and that the user of this process may read it";

    @TempDir
    Path folder;

    private Path yaml;
    private Path mounted;
    private Path secret;

    @BeforeEach
    void write() throws IOException {
        allow(folder, "rwxr-xr-x");
        yaml = Files.writeString(folder.resolve("more.yaml"), """
                sts:
                  caller.mode: open
                  clients.travel: {client-id: cs-travel, algorithm: HS256}
                """);
        mounted = Files.createDirectory(folder.resolve("mounted"));
        secret = Files.writeString(mounted.resolve("sts.clients.travel.client-secret"), TestKeys.SECRET);
        allow(yaml, "rw-r--r--");
        allow(mounted, "rwxr-xr-x");
        allow(secret, "rw-r--r--");
    }

    @Test
    void aFileOfSettings() throws IOException {
        forbid(yaml);

        assertEnds("The configuration is in " + yaml + " (Permission denied)" + UNREADABLE);
    }

    @Test
    void aMountedFile() throws IOException {
        forbid(secret);

        assertEnds("The configuration is in " + secret + UNREADABLE);
    }

    @Test
    void aMountedFolder() throws IOException {
        forbid(mounted);

        assertEnds("The configuration is in " + mounted + UNREADABLE);
    }

    @Test
    void aKeyForTls() throws IOException {
        Path key = Files.writeString(folder.resolve("tls.key"), TestKeys.pem(TestKeys.rsa()));
        forbid(key);

        assertEnds(
                "server.ssl needs " + key + " (Permission denied)" + UNREADABLE,
                "--server.ssl.certificate=" + key.toUri(),
                "--server.ssl.certificate-private-key=" + key.toUri());
    }

    @Test
    void aLogFileThatItMayNotWrite() throws IOException {
        allow(mounted, "r-xr-xr-x");
        Path file = mounted.resolve("sts.log");

        assertEnds(
                "The log file " + file
                        + " cannot be written: set logging.file.name to where the user of this process may"
                        + " write, or leave it out",
                "--logging.file.name=" + file);
    }

    @Test
    void atARefresh() throws IOException {
        try (PackagedJar jar = PackagedJar.startWithoutRights(folder, environment())) {
            int management = jar.managementPort();

            forbid(yaml);
            assertRefreshSays(management, "The configuration is in " + yaml + " (Permission denied)" + UNREADABLE);
            allow(yaml, "rw-r--r--");
            forbid(secret);
            assertRefreshSays(management, "The configuration is in " + secret + UNREADABLE);
            HttpCall call = HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}");
            assertThat(call.sendTo(jar.port()).status()).isEqualTo(200);
            allow(secret, "rw-r--r--");
            assertThat(refresh(management).status()).isEqualTo(200);
        }
    }

    private static void assertRefreshSays(int port, String message) {
        assertThat(refresh(port).json().get("trouble").stringValue()).isEqualTo(message);
    }

    private static HttpAnswer refresh(int port) {
        return HttpCall.post("/actuator/refresh").sendTo(port);
    }

    private void assertEnds(String message, String... arguments) throws IOException {
        try (PackagedJar jar = PackagedJar.startWithoutRights(folder, environment(), arguments)) {
            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(jar.output().lines()).as(jar.output()).containsOnlyOnce(message);
            assertThat(jar.output()).doesNotContain("\tat ", "Exception", "Caused by", TestKeys.SECRET);
        }
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "SPRING_CONFIG_ADDITIONAL_LOCATION",
                yaml.toUri().toString(),
                "SPRING_CONFIG_IMPORT",
                "configtree:" + mounted + '/'));
    }

    private static void forbid(Path path) throws IOException {
        allow(path, "---------");
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
