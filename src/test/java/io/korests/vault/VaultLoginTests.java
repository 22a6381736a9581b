package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import io.korests.VerifiedToken;
import io.korests.vault.VaultOperator.AppRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The login lasts for as long as the service runs, and no refresh needs another. */
class VaultLoginTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LOGIN = "auth/approle/login";

    @TempDir
    Path folder;

    private final String secret = TestKeys.randomSecret(33);
    private final TestVault vault = TestVault.start();
    private final VaultSetUp setUp = VaultSetUp.appRole(vault).patient().anySecret();

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void aRefreshIsOneReadAPathAndNoLogin() {
        try (ServiceWithVault service = setUp.start(folder)) {
            assertThat(vault.requests(LOGIN)).hasSize(1);
            vault.forgetRequests();

            service.refresh();
            service.refresh();
            service.refresh();

            assertThat(vault.requests())
                    .extracting(RecordedRequest::method, RecordedRequest::path)
                    .containsOnly(org.assertj.core.groups.Tuple.tuple("GET", "secret/data/kore/travel"))
                    .hasSize(3);
        }
    }

    /** As "What the service asks Vault" in docs/vault.md has it. */
    @Test
    void aStartAndADeletionAskAsTheGuideSays() {
        try (ServiceWithVault service = setUp.start(folder)) {
            assertThat(vault.requests())
                    .extracting(RecordedRequest::path)
                    .containsExactly(LOGIN, "sys/internal/ui/mounts/secret/kore/travel", "secret/data/kore/travel");

            for (int times = 1; times <= 2; times++) {
                setUp.operator().deleteSecret("kore/travel");
                vault.forgetRequests();
                service.refresh();
            }
            assertThat(vault.requests())
                    .extracting(RecordedRequest::path)
                    .containsExactly("secret/data/kore/travel", "secret/data/kore/travel");
        }
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() {
        setUp.login(vault.operator().createAppRole("short", "kore-sts", Duration.ofSeconds(9), HOUR));
        try (ServiceWithVault service = setUp.start(folder)) {
            VaultWait.await("a renewal of a token of 9 s")
                    .until(() -> !vault.requests("auth/token/renew-self").isEmpty());

            assertServesAfterRefresh(service);
            assertThat(vault.requests(LOGIN)).hasSize(1);
        }
    }

    @Test
    void aRevokedTokenIsReplaced() {
        try (ServiceWithVault service = setUp.start(folder)) {
            vault.operator().revokeTokens();

            assertServesAfterRefresh(service);
            assertThat(vault.requests(LOGIN)).hasSize(2);
        }
    }

    /** Batch tokens cannot be renewed, and Spring Vault never replaces them by itself. */
    @Test
    void anEndedBatchTokenIsReplaced() {
        setUp.operator().createAppRole("batch", "kore-sts", HOUR, HOUR);
        setUp.operator()
                .template()
                .write(
                        "auth/approle/role/batch",
                        Map.of("token_policies", "kore-sts", "token_ttl", "3s", "token_type", "batch"));
        setUp.login(newIds("batch"));
        try (ServiceWithVault service = setUp.start(folder)) {
            VaultWait.await("the end of a token of 3 s").until(() -> {
                assertServesAfterRefresh(service);
                return vault.requests(LOGIN).size() > 1;
            });
        }
    }

    /** A token that the service was given cannot be replaced by it, and says so. */
    @Test
    void anEndedTokenThatWasGivenIsAskedFor() {
        String token = setUp.operator().createToken("kore-sts", HOUR, HOUR);
        try (ServiceWithVault service = setUp.with("VAULT_STS_TOKEN", token).start(folder, "A token")) {
            vault.operator().revokeTokens();

            assertThat(service.refresh().json().get("trouble").stringValue()).isEqualTo(VaultTroubles.ACCESS_REFUSED);
            assertThat(service.ask(null).status()).isEqualTo(200);
        }
    }

    @Test
    void aMissingRightCostsNoLogin() {
        try (ServiceWithVault service = setUp.start(folder)) {
            vault.forgetRequests();
            vault.fail("secret/data/", VaultFault.FORBIDDEN);

            service.refresh();
            service.refresh();

            assertThat(vault.requests(LOGIN)).isEmpty();
        }
    }

    @Test
    void aVaultThatWasDownIsReadAgainByTheSchedule() {
        try (ServiceWithVault service = setUp.with("sts.refresh-interval", "1s").start(folder)) {
            vault.fail(VaultFault.DOWN);
            VaultWait.await("a refresh without Vault")
                    .until(() -> service.credentialsStatus().equals("STALE"));
            vault.heal();
            setUp.secret(secret);

            VaultWait.await("a refresh with Vault")
                    .untilAsserted(() -> VerifiedToken.verify(service.token(), "HS256", secret));
            VaultWait.await("the health")
                    .until(() -> service.credentialsStatus().equals("UP"));
        }
    }

    @Test
    void theLoginIsGivenBackAtTheEnd() {
        setUp.start(folder).close();

        assertThat(vault.requests("auth/token/revoke-self")).hasSize(1);
    }

    private AppRole newIds(String role) {
        return new AppRole(field("auth/approle/role/" + role + "/role-id", "role_id"), (String) setUp.operator()
                .template()
                .write("auth/approle/role/" + role + "/secret-id", null)
                .getRequiredData()
                .get("secret_id"));
    }

    private String field(String path, String name) {
        return (String) setUp.operator().template().read(path).getRequiredData().get(name);
    }

    private void assertServesAfterRefresh(ServiceWithVault service) {
        String fresh = TestKeys.randomSecret(33);
        setUp.secret(fresh);
        assertThat(service.refresh().text()).contains("\"trouble\":null");
        assertThat(VerifiedToken.verify(service.token(), "HS256", fresh)).isNotNull();
    }
}
