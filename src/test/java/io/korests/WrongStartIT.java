package io.korests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar ends with exit code 1 and one message where its configuration is wrong. {@code StartFailureTests} holds the
 * messages for every other mistake.
 */
class WrongStartIT {

    private static final String CLIENT = "STS_CLIENTS_TRAVEL_";
    private static final String NO_MODE =
            "sts.caller.mode is not set: set it to gateway (a gateway names the user in a header),"
                    + " oidc (the caller brings a token of your identity provider), or open (anyone may ask for anyone;"
                    + " for development)";
    private static final String NO_CLIENT =
            "sts.clients is empty: set at least one client, for instance sts.clients.travel.client-id,"
                    + " sts.clients.travel.algorithm and sts.clients.travel.client-secret";

    private static final Map<String, String> CONFIGURED = Map.of(
            "STS_CALLER_MODE",
            "open",
            CLIENT + "CLIENTID",
            "cs-travel",
            CLIENT + "ALGORITHM",
            "HS256",
            CLIENT + "CLIENTSECRET",
            TestKeys.SECRET);

    @TempDir
    Path empty;

    /** Which message comes first does not matter; that it is one does. */
    @Test
    void withoutConfiguration() {
        assertEnds(Map.of(), NO_MODE);
    }

    @Test
    void withoutMode() {
        assertEnds(
                Map.of(
                        CLIENT + "CLIENTID", "cs-travel",
                        CLIENT + "ALGORITHM", "HS256",
                        CLIENT + "CLIENTSECRET", TestKeys.SECRET),
                NO_MODE);
    }

    @Test
    void withoutClient() {
        assertEnds(Map.of("STS_CALLER_MODE", "open"), NO_CLIENT);
    }

    @Test
    void withoutKey() {
        assertEnds(
                Map.of("STS_CALLER_MODE", "open", CLIENT + "CLIENTID", "cs-travel", CLIENT + "ALGORITHM", "HS256"),
                "sts.clients.travel: set exactly one of client-secret, private-key, transit; got none");
    }

    @Test
    void withAnEncryptedKey() {
        String pem = TestKeys.onOneLine(TestPem.encrypted(TestKeys.rsa()));

        String output = assertEnds(
                Map.of(
                        "STS_CALLER_MODE",
                        "open",
                        CLIENT + "CLIENTID",
                        "cs-travel",
                        CLIENT + "ALGORITHM",
                        "RS256",
                        CLIENT + "PRIVATEKEY",
                        pem),
                "sts.clients.travel.private-key is encrypted with a passphrase: store it unencrypted in Vault,"
                        + " or decrypt it with: openssl pkey -in key.pem -out plain.pem");

        assertThat(output).doesNotContain(pem.substring(60, 90));
    }

    @Test
    void withASecretInTheWrongPlace() throws IOException {
        Path file = empty.resolve("wrong.yaml");
        Files.writeString(file, """
                sts:
                  caller.mode: open
                  clients.travel:
                    client-id: cs-travel
                    algorithm: HS256
                    token-lifetime: %s
                    client-secret: %s
                """.formatted(TestKeys.SECRET, TestKeys.SECRET));

        String output = assertEnds(
                Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION", file.toUri().toString()),
                "sts.clients.travel.token-lifetime is not a duration: set it to, for instance, 30s, 15m or 1h");

        assertThat(output).doesNotContain(TestKeys.SECRET);
    }

    @Test
    void withAMisspeltVariable() {
        assertEnds(
                Map.of("STS_CALLER_MODE", "open", "STS_CLEINTS_TRAVEL_CLIENTSECRET", TestKeys.SECRET),
                "STS_CLEINTS_TRAVEL_CLIENTSECRET is not a property of kore-sts: sts.clients is one; docs/configuration.md lists all");
    }

    @Test
    void withAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertEnds(
                    CONFIGURED,
                    "server.port is " + port
                            + ", which another program listens on: stop that one, or set server.port to a"
                            + " free port",
                    "--server.port=" + port);
            assertEnds(
                    CONFIGURED,
                    "management.server.port is " + port + ", which another program listens on: stop that one, or set"
                            + " management.server.port to a free port",
                    "--management.server.port=" + port);
        }
    }

    @Test
    void withoutAFolderForTemporaryFiles() {
        Map<String, String> environment = new HashMap<>(CONFIGURED);
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/proc/none");

        assertEnds(
                environment,
                "The web server's work folder cannot be made in /proc/none: mount a folder there that the service may"
                        + " write to, such as a tmpfs or an emptyDir");
    }

    @Test
    void withLocationsInPlaceOfItsOwnDefaults() {
        assertEnds(
                CONFIGURED,
                "spring.config.location drops this service's own defaults, of log, ports, limits and metrics: name your"
                        + " files with spring.config.additional-location instead",
                "--spring.config.location=" + empty.toUri());
    }

    @Test
    void withAnAuthenticationThatVaultDoesNotHave() {
        Map<String, String> environment = new HashMap<>(CONFIGURED);
        environment.put("SPRING_CONFIG_IMPORT", "vault://secret/kore/travel?prefix=sts.clients.travel.");
        environment.put("SPRING_CLOUD_VAULT_AUTHENTICATION", "APROLE");

        assertEnds(
                environment,
                "spring.cloud.vault.authentication has no such value: set it to approle, AWS_EC2, aws-iam, azure-msi,"
                        + " cert, cubbyhole, gcp-gce, gcp-iam, github, kubernetes, none, pcf, token");
    }

    /** @return the output */
    private String assertEnds(Map<String, String> environment, String message, String... arguments) {
        try (PackagedJar jar = PackagedJar.start(empty, environment, arguments)) {
            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(jar.output().lines().filter(line -> line.contains(message)))
                    .as(jar.output())
                    .containsExactly(message);
            assertThat(jar.output())
                    .doesNotContain("\tat ", "Exception", "Caused by", "Error creating bean", TestKeys.SECRET);
            return jar.output();
        }
    }
}
