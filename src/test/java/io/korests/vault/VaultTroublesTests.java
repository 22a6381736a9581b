package io.korests.vault;

import static io.korests.vault.VaultSetUp.CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.korests.MarkdownFile;
import io.korests.Patience;
import io.korests.Stopwatch;
import io.korests.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Each message whose beginning docs/operations.md lists: Vault is brought into that state, a real one where it can be, and the start
 * of the service ends within 15 s with it.
 */
@NeedsVault
@ExtendWith(OutputCaptureExtension.class)
class VaultTroublesTests {

    private static final String URI = "spring.cloud.vault.uri";
    private static final String SSL = "spring.cloud.vault.ssl.";
    private static final String QUOTA = "sys/quotas/rate-limit/travel";
    private static final TestVault VAULT = TestVault.start();
    private static OpenBaoServer own;
    private static ServerSocket hanging;

    /** How each row comes about; what only a proxy can do is a fault. */
    private static final Map<String, Consumer<VaultSetUp>> CAUSES = new HashMap<>(Map.of(
            VaultTroubles.UNREACHABLE, vault -> vault.with(URI, "http://127.0.0.1:" + OpenBaoServer.freePort()),
            VaultTroubles.NO_CONNECTION, vault -> vault.with(URI, "https://127.0.0.1:" + hanging.getLocalPort()),
            VaultTroubles.SLOW, vault -> VAULT.fail(VaultFault.HANGING),
            VaultTroubles.SEALED, vault -> vault.with(URI, own.uri()),
            VaultTroubles.BUSY, vault -> exceedQuota(),
            VaultTroubles.LOGIN_REFUSED, vault -> vault.with("spring.cloud.vault.app-role.app-role-path", "absent"),
            VaultTroubles.WRONG_LOGIN, vault -> vault.with("VAULT_SECRET_ID", "11111111-2222-3333-4444-555555555555"),
            VaultTroubles.NO_LOGIN_PATH, vault -> vault.with("spring.cloud.vault.namespace", "absent"),
            VaultTroubles.ACCESS_REFUSED,
                    vault -> policy("path \"secret/data/kore/other\" { capabilities = [\"read\"] }"),
            VaultTroubles.NO_SECRET, vault -> vault.operator().template().delete("secret/metadata/kore/travel")));

    static {
        CAUSES.putAll(Map.of(
                VaultTroubles.FAILS,
                vault -> VAULT.fail("secret/data/", VaultFault.SERVER_ERROR),
                VaultTroubles.NOT_VAULT,
                vault -> VAULT.fail("secret/data/", VaultFault.GARBAGE),
                VaultTroubles.UNTRUSTED,
                vault -> vault.with(URI, VAULT.securedUri()),
                VaultTroubles.NO_TLS,
                vault -> vault.with(URI, VAULT.securedUri().replace("https", "http")),
                VaultTroubles.STORES,
                vault -> vault.with(SSL + "trust-store", "file:/absent.pem"),
                VaultTroubles.UNRESOLVED,
                vault -> vault.with("spring.cloud.vault.namespace", "${VAULT_NAMESPACE}"),
                VaultTroubles.TOKEN_FILE,
                VaultTroublesTests::loginByAServiceAccountWithoutToken,
                VaultTroubles.NO_LOGIN,
                vault -> vault.with("spring.cloud.vault.authentication", "TOKEN"),
                VaultTroubles.HALF_A_SECRET,
                vault -> vault.operator().putSecret("kore/travel", Map.of("client-id", CLIENT_ID)),
                VaultTroubles.TRANSIT,
                VaultTroublesTests::signWithoutTheRight));
    }

    @TempDir
    Path folder;

    private VaultSetUp setUp;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        own = OpenBaoServer.durable(data);
        own.operator().template().opsForSys().seal();
    }

    @AfterAll
    static void stop() throws IOException {
        VAULT.close();
        hanging.close();
        own.stop();
    }

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).anySecret();
    }

    @AfterEach
    void heal() {
        VAULT.heal();
        VAULT.operator().template().delete(QUOTA);
    }

    static Set<String> messages() {
        return CAUSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void endTheStartWithTheirMessage(String message, CapturedOutput output) {
        CAUSES.get(message).accept(setUp);

        assertDoesNotStart(message, output);
    }

    /** Spring would log in by a developer's ~/.vault-token, and not say so. */
    @Test
    void areNotHiddenByATokenOfTheDeveloper() {
        assertThat(Path.of(System.getProperty("user.home"), ".vault-token")).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home"))).doesNotExist();
    }

    /** By what its message begins with, and no other's. */
    @Test
    void areAllInTheTable() {
        List<String> beginnings = MarkdownFile.of("docs/operations.md").table("When Vault fails").stream()
                .map(row -> row.get(0))
                .toList();

        assertThat(beginnings).hasSameSizeAs(messages());
        assertThat(messages())
                .allSatisfy(message ->
                        assertThat(beginnings).filteredOn(message::startsWith).hasSize(1));
    }

    @Test
    void areReportedForTheOtherWayOfATlsThatIsNone(CapturedOutput output) {
        setUp.with(URI, VAULT.operatorUri().replace("http", "https"));

        assertDoesNotStart(VaultTroubles.NO_TLS, output);
    }

    @Test
    void areReportedForATrustStoreWhoseTypeIsForgotten(CapturedOutput output) {
        setUp.with(SSL + "trust-store", "file:" + VAULT.ca().pem());

        assertDoesNotStart(VaultTroubles.STORES, output);
    }

    /** Five refusals lock a role out, and then a good secret id is refused with another status. */
    @Test
    void areReportedForAUserThatIsLockedOut(CapturedOutput output) {
        String good = setUp.properties().get("VAULT_SECRET_ID");
        for (int refusal = 0; refusal < 5; refusal++) {
            String roleId = setUp.properties().get("VAULT_ROLE_ID");
            catchThrowable(() -> VAULT.operator()
                    .template()
                    .write("auth/approle/login", Map.of("role_id", roleId, "secret_id", "wrong")));
        }
        setUp.with("VAULT_SECRET_ID", good);

        assertDoesNotStart(VaultTroubles.LOGIN_REFUSED, output);
    }

    private static void exceedQuota() {
        VAULT.operator()
                .template()
                .write(QUOTA, Map.of("path", "secret/data/kore/travel", "rate", 1, "interval", "60s"));
        VAULT.operator().template().read("secret/data/kore/travel");
    }

    private static void policy(String hcl) {
        VAULT.operator().putPolicy("kore-sts", hcl);
    }

    private static void loginByAServiceAccountWithoutToken(VaultSetUp vault) {
        vault.with("spring.cloud.vault.authentication", "KUBERNETES")
                .with("spring.cloud.vault.kubernetes.role", "kore-sts")
                .with("spring.cloud.vault.kubernetes.service-account-token-file", "/absent/token");
    }

    private static void signWithoutTheRight(VaultSetUp vault) {
        vault.operator().putSecret("kore/travel", Map.of("client-id", CLIENT_ID, "transit.key", "kore-travel"));
        vault.with("sts.clients.travel.algorithm", "RS256");
    }

    private void assertDoesNotStart(String message, CapturedOutput output) {
        try (Stopwatch stopwatch = Stopwatch.start()) {
            Throwable failure = catchThrowable(() -> TestService.alone(setUp.properties(folder, "AppRole")));

            assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(15));
            assertThat(failure).isNotNull();
        }
        // A service before has left its queue before the output.
        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(output.toString().lines().filter(line -> line.startsWith(message)))
                        .as(output.toString())
                        .hasSize(1));
        assertThat(output.toString()).doesNotContain("\tat ", "Caused by", "hvs.");
    }
}
