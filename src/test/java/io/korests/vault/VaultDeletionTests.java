package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.vault.support.Versioned.Version;

/** A client ends with its secret, although docs/vault.md has its algorithm in YAML; nobody else does. */
@NeedsVault
class VaultDeletionTests {

    private static final TestVault VAULT = TestVault.start();
    private static final String TRAVEL = VaultSetUp.CLIENT_ID;
    private static final String BANK = "cs-66666666-7777-8888-9999-000000000000";
    private static final String GONE = "{\"changed\":[\"travel\"],\"trouble\":null}";

    @TempDir
    Path folder;

    private final String secret = TestKeys.randomSecret(33);
    private final String bankSecret = TestKeys.randomSecret(33);
    private VaultSetUp setUp;

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).patient().secret(secret);
        setUp.with("sts.clients.bank.client-id", BANK)
                .with("sts.clients.bank.algorithm", "HS256")
                .with("sts.clients.bank.client-secret", bankSecret);
    }

    @AfterEach
    void forget() {
        setUp.operator().template().delete("secret/metadata/kore/travel");
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void aDeletedSecretEndsItsClientAndComesBackWhenItIsPutAgain() {
        try (ServiceWithVault service = setUp.start(folder)) {
            setUp.operator().deleteSecret("kore/travel");

            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertIsGone(service);
            assertThat(service.refresh().text()).isEqualTo("{\"changed\":[],\"trouble\":null}");
            assertIsGone(service);

            setUp.secret(bankSecret);
            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", bankSecret))
                    .isNotNull();
        }
    }

    @Test
    void anUndeletedSecretBringsItsClientBack() {
        try (ServiceWithVault service = setUp.start(folder)) {
            setUp.operator().deleteSecret("kore/travel");
            service.refresh();
            setUp.operator().template().opsForVersionedKeyValue("secret").undelete("kore/travel", Version.from(1));

            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", secret))
                    .isNotNull();
        }
    }

    @Test
    void aDestroyedSecretEndsItsClient() {
        try (ServiceWithVault service = setUp.start(folder)) {
            setUp.operator().template().opsForVersionedKeyValue("secret").destroy("kore/travel", Version.from(1));

            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertIsGone(service);
        }
    }

    @Test
    void anExpiredSecretEndsItsClient() {
        try (ServiceWithVault service = setUp.start(folder)) {
            setUp.operator().template().write("secret/metadata/kore/travel", Map.of("delete_version_after", "1s"));
            setUp.secret(bankSecret);

            VaultWait.await("the end of a secret after 1 s").untilAsserted(() -> {
                assertThat(service.refresh().status()).isEqualTo(200);
                assertIsGone(service);
            });
        }
    }

    /** Whose rights end at one path: the mount's name is not the first segment. */
    @Test
    void aSecretAtAMountOfTwoSegmentsEndsItsClient() {
        String mount = "team-" + UUID.randomUUID().toString().substring(0, 8) + "/kv";
        setUp.operator()
                .template()
                .write("sys/mounts/" + mount, Map.of("type", "kv", "options", Map.of("version", "2")));
        setUp.operator().putPolicy("kore-sts", "path \"" + mount + "/data/kore/travel\" { capabilities = [\"read\"] }");
        var secrets = setUp.operator().template().opsForVersionedKeyValue(mount);
        VaultWait.await("a mount that can be written to")
                .ignoreExceptions()
                .until(() -> secrets.put("kore/travel", Map.of("client-id", TRAVEL, "client-secret", secret)) != null);
        setUp.with("spring.config.import", "vault://" + mount + "/kore/travel?prefix=sts.clients.travel.")
                .with("sts.clients.travel.algorithm", "HS256");
        String gateway = "sts.caller: {mode: gateway, gateway.secret: \"${GATEWAY_SECRET}\"}\n";

        try (ServiceWithVault service = ServiceWithVault.start(folder, gateway, setUp.connection())) {
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", secret))
                    .isNotNull();
            secrets.delete("kore/travel");

            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertIsGone(service);
        }
    }

    /** All of it at once, versions and metadata, looks like a path that was mistyped. */
    @Test
    void aSecretWithoutATraceIsATroubleAndEndsNobody() {
        try (ServiceWithVault service = setUp.start(folder)) {
            forget();

            assertThat(service.refresh().json().get("trouble").stringValue()).isEqualTo(VaultTroubles.NO_SECRET);
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", secret))
                    .isNotNull();
        }
    }

    @Test
    void aFieldThatIsNullCountsAsNotSet() {
        try (ServiceWithVault service = setUp.start(folder)) {
            Map<String, Object> fields = new java.util.HashMap<>();
            fields.put("client-id", TRAVEL);
            fields.put("client-secret", bankSecret);
            fields.put("key-id", null);
            setUp.operator().putSecret("kore/travel", fields);
            assertThat(service.refresh().text()).isEqualTo(GONE);
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", bankSecret))
                    .isNotNull();

            fields.put("client-secret", null);
            setUp.operator().putSecret("kore/travel", fields);
            assertThat(service.refresh().json().get("trouble").stringValue())
                    .isEqualTo("sts.clients.travel: set exactly one of client-secret, private-key, transit; got none");
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", bankSecret))
                    .isNotNull();
        }
    }

    @Test
    void aFieldThatIsNullAtTheStartCountsAsNotSet() {
        Map<String, Object> fields = new java.util.HashMap<>();
        fields.put("client-id", TRAVEL);
        fields.put("client-secret", secret);
        fields.put("private-key", null);
        setUp.operator().putSecret("kore/travel", fields);

        try (ServiceWithVault service = setUp.start(folder)) {
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", secret))
                    .isNotNull();
            fields.replaceAll((name, value) -> null);
            setUp.operator().putSecret("kore/travel", fields);

            assertThat(service.refresh().json().get("trouble").stringValue()).isEqualTo(VaultTroubles.NO_SECRET);
            assertThat(VerifiedToken.verify(service.ask(TRAVEL).jwt(), "HS256", secret))
                    .isNotNull();
        }
    }

    private void assertIsGone(ServiceWithVault service) {
        assertThat(service.ask(TRAVEL).status()).isEqualTo(400);
        assertThat(service.ask(TRAVEL).text()).contains("unknown-client");
        assertThat(service.credentialsStatus()).isEqualTo("UP");
        assertThat(VerifiedToken.verify(service.ask(BANK).jwt(), "HS256", bankSecret))
                .isNotNull();
    }
}
