package io.korests.vault;

import static io.korests.vault.VaultSetUp.CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.korests.Patience;
import io.korests.TestKeys;
import io.korests.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Whatever is wrong with Vault when the service starts: it does not start, soon, and says in one message which trouble it is
 * and what to check. {@code VaultStartIT} does some of it with the packaged jar, {@code VaultFaultsLaterTests} is the other
 * half of the table.
 */
@NeedsVault
@ExtendWith(OutputCaptureExtension.class)
class VaultFaultsAtStartTests {

    private static final TestVault VAULT = TestVault.start();
    private static final String SECRET = TestKeys.randomSecret(33);

    @TempDir
    Path folder;

    private VaultSetUp setUp;

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).secret(SECRET);
    }

    @AfterEach
    void heal() {
        VAULT.heal();
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(VaultFault.DOWN, VaultTroubles.UNREACHABLE),
                Arguments.of(VaultFault.HANGING, VaultTroubles.SLOW),
                Arguments.of(VaultFault.SEALED, VaultTroubles.SEALED),
                Arguments.of(VaultFault.FORBIDDEN, VaultTroubles.LOGIN_REFUSED),
                Arguments.of(VaultFault.NOT_FOUND, VaultTroubles.NO_LOGIN_PATH),
                Arguments.of(VaultFault.SERVER_ERROR, VaultTroubles.FAILS),
                Arguments.of(VaultFault.UNAVAILABLE, VaultTroubles.SEALED),
                Arguments.of(VaultFault.TOO_MANY_REQUESTS, VaultTroubles.BUSY),
                Arguments.of(VaultFault.GARBAGE, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.PROXY_ERROR, VaultTroubles.PROXY_FAILS),
                Arguments.of(VaultFault.TRUNCATED, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.EMPTY, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.CUT_OFF, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.NO_DATA, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.WRONG_SHAPE, VaultTroubles.NOT_VAULT));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void stopTheStartAtTheLogin(VaultFault fault, String message, CapturedOutput output) {
        VAULT.fail(fault);
        asPatientAs(fault);

        assertDoesNotStart(message, output);
    }

    static Stream<Arguments> faultsOfThePath() {
        return Stream.of(
                Arguments.of(VaultFault.HANGING, VaultTroubles.SLOW),
                Arguments.of(VaultFault.SEALED, VaultTroubles.SEALED),
                Arguments.of(VaultFault.FORBIDDEN, VaultTroubles.ACCESS_REFUSED),
                Arguments.of(VaultFault.NOT_FOUND, VaultTroubles.NO_SECRET),
                Arguments.of(VaultFault.SERVER_ERROR, VaultTroubles.FAILS),
                Arguments.of(VaultFault.GARBAGE, VaultTroubles.NOT_VAULT),
                Arguments.of(VaultFault.EMPTY, VaultTroubles.NO_SECRET),
                Arguments.of(VaultFault.WRONG_SHAPE, VaultTroubles.NOT_VAULT));
    }

    @ParameterizedTest
    @MethodSource("faultsOfThePath")
    void stopTheStartAtTheSecret(VaultFault fault, String message, CapturedOutput output) {
        VAULT.fail("secret/data/", fault);
        asPatientAs(fault);

        assertDoesNotStart(message, output);
    }

    /** No name server is asked for a label of 64 letters: it is too long (RFC 1035 §2.3.4). */
    @Test
    void theHostIsUnknown(CapturedOutput output) {
        setUp.with("spring.cloud.vault.uri", "http://" + "v".repeat(64) + ".example.com:8200");

        assertDoesNotStart(VaultTroubles.UNREACHABLE, output);
    }

    @Test
    void theTokenIsWrong(CapturedOutput output) {
        setUp.with("spring.cloud.vault.authentication", "TOKEN").with("spring.cloud.vault.token", "hvs.wrong");

        assertDoesNotStart(VaultTroubles.ACCESS_REFUSED, output);
    }

    @Test
    void thePolicyLacksTheRight(CapturedOutput output) {
        VAULT.operator().putPolicy("kore-sts", "path \"secret/data/kore/other\" { capabilities = [\"read\"] }");

        assertDoesNotStart(VaultTroubles.ACCESS_REFUSED, output);
    }

    @Test
    void theSecretWasDeleted(CapturedOutput output) {
        VAULT.operator().deleteSecret("kore/travel");

        assertDoesNotStart(VaultTroubles.NO_SECRET, output);
    }

    @Test
    void theSecretIsEmpty(CapturedOutput output) {
        VAULT.operator().putSecret("kore/travel", Map.of());

        assertDoesNotStart(VaultTroubles.NO_SECRET, output);
    }

    @Test
    void theKeyIsBroken(CapturedOutput output) {
        String broken = TestKeys.pem(TestKeys.rsa()).replaceFirst("\n[^\n]{64}\n", "\n");
        VAULT.operator().putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "private-key", broken));
        setUp.with("sts.clients.travel.algorithm", "RS256");

        assertDoesNotStart("sts.clients.travel.private-key is ", output);
        assertThat(output.toString()).doesNotContain(broken.substring(100, 130));
    }

    @Test
    void theCertificateIsNotTrusted(CapturedOutput output) {
        setUp.with("spring.cloud.vault.uri", VAULT.securedUri());

        assertDoesNotStart(VaultTroubles.UNTRUSTED, output);
    }

    /** For a fault that is noticed by waiting, the service has its own timeouts. */
    private void asPatientAs(VaultFault fault) {
        if (!fault.isLate()) {
            setUp.patient();
        }
    }

    private void assertDoesNotStart(String message, CapturedOutput output) {
        long start = System.nanoTime();
        Throwable failure = catchThrowable(() -> TestService.alone(setUp.properties(folder, "AppRole")));
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        assertThat(failure).isNotNull();
        // A service before has left its queue before the output.
        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(output.toString().lines().filter(line -> line.startsWith(message)))
                        .as(output.toString())
                        .hasSize(1));
        assertThat(output.toString()).doesNotContain(SECRET, "\tat ", "Caused by", "hvs.");
        assertThat(time).isLessThan(Duration.ofSeconds(15));
    }
}
