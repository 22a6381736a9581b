package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Stopwatch;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change are picked up as secrets in Vault are. */
class FileRotationTests {

    private static final HttpCall CALL = HttpCall.post("/api/users/sts").json("{\"identity\":\"jane@example.com\"}");

    @TempDir
    Path folder;

    private final String oldSecret = TestKeys.randomSecret(33);
    private final String newSecret = TestKeys.randomSecret(33);

    /** As the kubelet exchanges a secret volume: a new folder, and the link ..data turned to it in one step. */
    @Test
    void anExchangedSecretVolumeIsInUseWithinAnIntervalAndASecond() throws IOException {
        mount("..2026_11_21", oldSecret);
        for (String file : new String[] {"client-id", "algorithm", "client-secret"}) {
            Files.createSymbolicLink(
                    folder.resolve("sts.clients.travel." + file), Path.of("..data", "sts.clients.travel." + file));
        }
        Map<String, String> properties = TestClientApps.open();
        properties.put("sts.refresh-interval", "1s");
        properties.put("spring.config.import", "configtree:" + folder + "/");

        try (TestService service = TestService.alone(properties)) {
            assertThat(VerifiedToken.verify(service.send(CALL).jwt(), "HS256", oldSecret))
                    .isNotNull();

            mount("..2026_11_22", newSecret);

            try (Stopwatch stopwatch = Stopwatch.start()) {
                await().atMost(Patience.TIME)
                        .pollInterval(Duration.ofMillis(20))
                        .untilAsserted(
                                () -> VerifiedToken.verify(service.send(CALL).jwt(), "HS256", newSecret));
                assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void aChangedFileOfSettingsIsInUseOnDemand() throws IOException {
        write(oldSecret);
        Map<String, String> properties = TestClientApps.open();
        properties.put("spring.config.location", "classpath:/," + folder.toUri());

        try (TestService service = TestService.alone(properties)) {
            assertThat(VerifiedToken.verify(service.send(CALL).jwt(), "HS256", oldSecret))
                    .isNotNull();

            write(newSecret);
            assertThat(service.refresh().text()).isEqualTo("{\"changed\":[\"travel\"],\"trouble\":null}");

            assertThat(VerifiedToken.verify(service.send(CALL).jwt(), "HS256", newSecret))
                    .isNotNull();
        }
    }

    @Test
    void aFileThatIsNoYamlIsRejectedAndSaidToBe() throws IOException {
        write(oldSecret);
        Map<String, String> properties = TestClientApps.open();
        properties.put("spring.config.location", "classpath:/," + folder.toUri());

        try (TestService service = TestService.alone(properties)) {
            Files.writeString(folder.resolve("application.yaml"), "sts: {clients: [" + newSecret);

            assertThat(service.refresh().json().get("trouble").stringValue())
                    .isEqualTo(
                            "A YAML file cannot be read, line 1 column 61: check its indentation, its quotes and that"
                                    + " no key stands twice");
            assertThat(service.management("health").text())
                    .contains("\"STALE\"")
                    .doesNotContain(newSecret);
            assertThat(VerifiedToken.verify(service.send(CALL).jwt(), "HS256", oldSecret))
                    .isNotNull();
        }
    }

    private void mount(String name, String secret) throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        Files.writeString(data.resolve("sts.clients.travel.client-id"), "cs-travel");
        Files.writeString(data.resolve("sts.clients.travel.algorithm"), "HS256");
        Files.writeString(data.resolve("sts.clients.travel.client-secret"), secret + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(name));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(String secret) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), """
                sts.clients.travel:
                  client-id: cs-travel
                  algorithm: HS256
                  client-secret: %s
                """.formatted(secret));
    }
}
