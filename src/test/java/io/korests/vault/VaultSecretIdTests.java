package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import io.korests.VerifiedToken;
import io.korests.vault.VaultOperator.AppRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.vault.core.VaultTemplate;

/** A secret id that has ended is exchanged while the service runs, and until then it does not lock the role out. */
@NeedsVault
class VaultSecretIdTests {

    private static final TestVault VAULT = TestVault.start();
    private static final VaultTemplate OPERATOR = VAULT.operator().template();

    @TempDir
    Path folder;

    private final String secret = TestKeys.randomSecret(33);
    private final String role = "kore-sts-" + UUID.randomUUID().toString().substring(0, 8);
    private VaultSetUp setUp;
    private AppRole first;

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).patient().anySecret();
        first = VAULT.operator().createAppRole(role, "kore-sts", Duration.ofHours(1), Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void aNewOneCountsAtTheNextRefresh() throws IOException {
        try (ServiceWithVault service = start()) {
            endLoginAndSecretId();
            awaitRefusals(service, 1);

            putSecretId(newSecretId());
            setUp.secret(secret);

            VaultWait.await("a refresh with the new secret id")
                    .untilAsserted(() -> VerifiedToken.verify(service.token(), "HS256", secret));
            VaultWait.await("the health")
                    .untilAsserted(() -> assertThat(service.credentialsStatus()).isEqualTo("UP"));
        }
    }

    /** As many refreshes as would lock the role out, if each asked Vault. */
    @Test
    void anEndedOneDoesNotLockTheRoleOut() throws IOException {
        try (ServiceWithVault service = start()) {
            endLoginAndSecretId();
            awaitRefusals(service, 8);

            assertThat(OPERATOR.write(
                            "auth/approle/login", Map.of("role_id", first.roleId(), "secret_id", newSecretId())))
                    .isNotNull();
            assertThat(service.ask(null).status()).isEqualTo(200);
        }
    }

    private ServiceWithVault start() throws IOException {
        putSecretId(first.secretId());
        Map<String, String> properties = new HashMap<>(VaultSetUp.PATIENT);
        properties.put("spring.config.import", "configtree:" + folder.resolve("mounted") + "/");
        properties.put("VAULT_ROLE_ID", first.roleId());
        properties.put("sts.refresh-interval", "1s");
        return ServiceWithVault.start(folder, setUp.settings("AppRole"), properties);
    }

    private void putSecretId(String secretId) throws IOException {
        Files.createDirectories(folder.resolve("mounted"));
        Files.writeString(folder.resolve("mounted/VAULT_SECRET_ID"), secretId);
    }

    private void endLoginAndSecretId() {
        OPERATOR.write("auth/approle/role/" + role + "/secret-id/destroy", Map.of("secret_id", first.secretId()));
        VAULT.operator().revokeTokens();
    }

    private String newSecretId() {
        return (String) OPERATOR.write("auth/approle/role/" + role + "/secret-id", null)
                .getRequiredData()
                .get("secret_id");
    }

    private static void awaitRefusals(ServiceWithVault service, int refreshes) {
        VaultWait.await(refreshes + " refreshes of 1 s")
                .until(() -> service.metric("sts_credentials_refresh_total{outcome=\"failure\"}") >= refreshes);
        assertThat(service.credentials().toString()).contains(VaultTroubles.WRONG_LOGIN);
    }
}
