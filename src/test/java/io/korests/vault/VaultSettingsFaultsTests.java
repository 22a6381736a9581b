package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.Stopwatch;
import io.korests.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Settings under {@code spring.cloud.vault} that cannot be right: the start ends with a message that names them. */
@NeedsVault
@ExtendWith(OutputCaptureExtension.class)
class VaultSettingsFaultsTests {

    private static final TestVault VAULT = TestVault.start();
    private static final String TRUST_STORE = "spring.cloud.vault.ssl.trust-store";

    @TempDir
    Path folder;

    private VaultSetUp setUp;

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).anySecret();
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void theRoleIdIsNotSet(CapturedOutput output) {
        Map<String, String> properties = new HashMap<>(setUp.properties(folder, "AppRole"));
        properties.remove("VAULT_ROLE_ID");
        assertThat(System.getenv()).doesNotContainKey("VAULT_ROLE_ID");

        assertDoesNotStart(properties, VaultTroubles.UNRESOLVED, output);
        assertThat(VAULT.requests("auth/approle/login")).isEmpty();
    }

    @Test
    void theTrustStoreIsAbsent(CapturedOutput output) {
        setUp.with(TRUST_STORE, "file:" + folder.resolve("absent.pem")).with(TRUST_STORE + "-type", "PEM");

        assertDoesNotStart(VaultTroubles.STORES, output);
    }

    @Test
    void theTrustStoresTypeIsForgotten(CapturedOutput output) {
        setUp.with(TRUST_STORE, "file:" + VAULT.ca().pem());

        assertDoesNotStart(VaultTroubles.STORES, output);
    }

    @Test
    void theServiceAccountTokenIsAbsent(CapturedOutput output) {
        setUp.with("spring.cloud.vault.authentication", "KUBERNETES")
                .with("spring.cloud.vault.kubernetes.role", "kore-sts")
                .with(
                        "spring.cloud.vault.kubernetes.service-account-token-file",
                        folder.resolve("absent").toString());

        assertDoesNotStart(VaultTroubles.TOKEN_FILE, output);
    }

    /** Go's server takes a TLS handshake for a bad request, and says so in plain text. */
    @Test
    void theAddressSaysTlsAndVaultDoesNot(CapturedOutput output) throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerPlainly(plain));
            server.start();
            setUp.with("spring.cloud.vault.uri", "https://127.0.0.1:" + plain.getLocalPort());

            assertDoesNotStart(VaultTroubles.NO_TLS, output);
        }
    }

    private static void answerPlainly(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n400 Bad Request".getBytes());
                connection.getInputStream().readNBytes(100);
            } catch (IOException end) {
                // The test is over, or the client has closed the connection.
            }
        }
    }

    /** The kernel takes the connection, and nobody the handshake. */
    @Test
    void vaultHangsBeforeTls(CapturedOutput output) throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            setUp.with("spring.cloud.vault.uri", "https://127.0.0.1:" + hanging.getLocalPort());

            assertDoesNotStart(VaultTroubles.NO_CONNECTION, output);
        }
    }

    private void assertDoesNotStart(String message, CapturedOutput output) {
        assertDoesNotStart(setUp.properties(folder, "AppRole"), message, output);
    }

    private static void assertDoesNotStart(Map<String, String> properties, String message, CapturedOutput output) {
        try (Stopwatch stopwatch = Stopwatch.start()) {
            Throwable failure = catchThrowable(() -> TestService.alone(properties));

            assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(15));
            assertThat(failure).isNotNull();
        }
        assertThat(output.toString().lines().filter(line -> line.startsWith(message)))
                .as(output.toString())
                .hasSize(1);
        assertThat(output.toString()).doesNotContain("\tat ", "Caused by");
    }
}
