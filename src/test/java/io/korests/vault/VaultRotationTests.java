package io.korests.vault;

import static io.korests.vault.VaultSetUp.CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.Stopwatch;
import io.korests.TestKeys;
import io.korests.VerifiedToken;
import io.korests.client.ClientRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed in Vault is served without a restart. */
@NeedsVault
class VaultRotationTests {

    private static final String BANK_ID = "cs-66666666-7777-8888-9999-000000000000";
    private static final TestVault VAULT = TestVault.start();

    @TempDir
    Path folder;

    private final String oldSecret = TestKeys.randomSecret(33);
    private final String newSecret = TestKeys.randomSecret(33);
    private VaultSetUp setUp;

    @BeforeEach
    void setUp() {
        setUp = VaultSetUp.appRole(VAULT).patient().secret(oldSecret);
    }

    @AfterEach
    void tidyUp() {
        setUp.operator().deleteSecret("kore/travel");
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void aChangedSecretIsInUseWithinAnIntervalAndASecond() {
        try (ServiceWithVault service = setUp.with("sts.refresh-interval", "1s").start(folder)) {
            assertThat(VerifiedToken.verify(service.token(), "HS256", oldSecret))
                    .isNotNull();

            setUp.secret(newSecret);

            try (Stopwatch stopwatch = Stopwatch.start()) {
                VaultWait.await("a refresh of 1 s")
                        .pollInterval(Duration.ofMillis(20))
                        .untilAsserted(() -> VerifiedToken.verify(service.token(), "HS256", newSecret));
                assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void aChangedSecretIsInUseOnDemand() {
        try (ServiceWithVault service = setUp.start(folder)) {
            String before = key(service, "travel");
            setUp.secret(newSecret);
            assertThat(VerifiedToken.verify(service.token(), "HS256", oldSecret))
                    .isNotNull();

            HttpAnswer answer = service.refresh();

            assertThat(answer.text()).isEqualTo("{\"changed\":[\"travel\"],\"trouble\":null}");
            assertThat(VerifiedToken.verify(service.token(), "HS256", newSecret))
                    .isNotNull();
            assertThat(key(service, "travel"))
                    .matches("HS256 client-secret [0-9a-f]{8}")
                    .isNotEqualTo(before);
            assertThat(service.credentials().toString()).doesNotContain(oldSecret, newSecret);
        }
    }

    @Test
    void aRefreshWithoutAChangeChangesNothing() {
        try (ServiceWithVault service = setUp.start(folder)) {
            ClientRegistry clients = service.service().bean(ClientRegistry.class);
            Object before = clients.find(CLIENT_ID);

            assertThat(service.refresh().text()).isEqualTo("{\"changed\":[],\"trouble\":null}");
            assertThat(clients.find(CLIENT_ID)).isSameAs(before);
        }
    }

    /** As docs/vault.md says that fields may be spelt. */
    @ParameterizedTest
    @CsvSource({
        "client-id, client-secret",
        "client_id, client_secret",
        "clientId, clientSecret",
        "clientid, clientsecret"
    })
    void fieldsAreReadInEverySpelling(String id, String secret) {
        setUp.operator().putSecret("kore/travel", Map.of(id, "cs-spelt", secret, newSecret));

        try (ServiceWithVault service = setUp.start(folder)) {
            assertThat(VerifiedToken.verify(service.token(), "HS256", newSecret).text("iss"))
                    .isEqualTo("cs-spelt");
        }
    }

    @ParameterizedTest
    @CsvSource({"client-id, private-key", "client_id, private_key", "clientId, privateKey"})
    void privateKeysAreReadInEverySpelling(String id, String key) {
        setUp.operator().putSecret("kore/travel", Map.of(id, "cs-spelt", key, TestKeys.pem(TestKeys.rsa())));

        try (ServiceWithVault service =
                setUp.with("sts.clients.travel.algorithm", "RS512").start(folder)) {
            assertThat(VerifiedToken.verify(
                            service.token(), "RS512", TestKeys.rsa().getPublic()))
                    .isNotNull();
        }
    }

    @Test
    void clientsOfOnePathComeAndGo() {
        policy("Several clients at one path");
        putClients("travel", "bank");
        try (ServiceWithVault service = several("travel", "bank")) {
            Object bank = service.service().bean(ClientRegistry.class).find(BANK_ID);
            assertThat(service.ask(BANK_ID).status()).isEqualTo(200);
            setUp.operator()
                    .putSecret(
                            "kore/clients",
                            Map.of(
                                    "travel.client-id", CLIENT_ID,
                                    "travel.client-secret", newSecret,
                                    "travel.algorithm", "HS256",
                                    "bank.client-id", BANK_ID,
                                    "bank.client-secret", oldSecret,
                                    "bank.algorithm", "HS256"));
            assertThat(service.refresh().text()).contains("[\"travel\"]");
            assertThat(service.service().bean(ClientRegistry.class).find(BANK_ID))
                    .isSameAs(bank);

            putClients("travel");
            assertThat(service.refresh().text()).contains("\"bank\"").contains("\"trouble\":null");

            assertThat(service.ask(BANK_ID).status()).isEqualTo(400);
            assertThat(service.ask(BANK_ID).text()).contains("unknown-client");
            assertThat(service.ask(CLIENT_ID).status()).isEqualTo(200);
        }
    }

    @Test
    void theDefaultClientMayChange() {
        policy("Several clients at one path");
        putClients("travel", "bank");
        try (ServiceWithVault service = several("travel", "bank")) {
            assertThat(issuer(service)).isEqualTo(CLIENT_ID);

            setUp.operator().putSecret("kore/travel", Map.of("default-client", "bank"));
            assertThat(service.refresh().status()).isEqualTo(200);

            assertThat(issuer(service)).isEqualTo(BANK_ID);
        }
    }

    @Test
    void aClientWhosePathIsDeletedIsServedNoMore() {
        setUp.operator()
                .putPolicy(
                        "kore-sts",
                        VaultGuide.policy("One client at a path")
                                + "path \"secret/data/kore/bank\" { capabilities = [\"read\"] }");
        setUp.operator()
                .putSecret("kore/bank", Map.of("client-id", BANK_ID, "client-secret", oldSecret, "algorithm", "HS256"));
        setUp.with(
                "spring.config.import",
                "vault://secret/kore/travel?prefix=sts.clients.travel., vault://secret/kore/bank?prefix=sts.clients.bank.");
        try (ServiceWithVault service = setUp.start(folder)) {
            assertThat(service.ask(BANK_ID).status()).isEqualTo(200);

            setUp.operator().deleteSecret("kore/bank");
            HttpAnswer answer = service.refresh();

            assertThat(answer.text()).isEqualTo("{\"changed\":[\"bank\"],\"trouble\":null}");
            assertThat(service.ask(BANK_ID).status()).isEqualTo(400);
            assertThat(service.ask(CLIENT_ID).status()).isEqualTo(200);
            assertThat(service.credentialsStatus()).isEqualTo("UP");
        }
    }

    @Test
    void theLastClientIsNotTakenAway() {
        policy("Several clients at one path");
        putClients("travel");
        try (ServiceWithVault service = several()) {
            setUp.operator().putSecret("kore/clients", Map.of("other", "field"));

            assertThat(service.refresh().json().get("trouble").stringValue()).startsWith("sts.clients");
            assertThat(service.ask(CLIENT_ID).status()).isEqualTo(200);
        }
    }

    @Test
    void aWrongClientKeepsItsSecretAndTheOthersMoveOn() {
        policy("Several clients at one path");
        putClients("travel", "bank");
        try (ServiceWithVault service = several()) {
            String before = key(service, "bank");
            setUp.operator()
                    .putSecret(
                            "kore/clients",
                            Map.of(
                                    "travel.client-id",
                                    CLIENT_ID,
                                    "travel.client-secret",
                                    newSecret,
                                    "travel.algorithm",
                                    "HS256",
                                    "bank.client-id",
                                    BANK_ID,
                                    "bank.client-secret",
                                    "short",
                                    "bank.algorithm",
                                    "HS256"));

            assertThat(service.refresh().json().get("trouble").stringValue())
                    .startsWith("sts.clients.bank.client-secret has 5 bytes");
            assertThat(key(service, "bank")).isEqualTo(before);
            assertThat(VerifiedToken.verify(service.ask(BANK_ID).jwt(), "HS256", oldSecret))
                    .isNotNull();
            assertThat(VerifiedToken.verify(service.ask(CLIENT_ID).jwt(), "HS256", newSecret))
                    .isNotNull();
        }
    }

    private void policy(String heading) {
        setUp.operator().putPolicy("kore-sts", VaultGuide.policy("One client at a path") + VaultGuide.policy(heading));
    }

    private void putClients(String... names) {
        Map<String, String> fields = new java.util.HashMap<>();
        for (String name : names) {
            fields.put(name + ".client-id", name.equals("bank") ? BANK_ID : CLIENT_ID);
            fields.put(name + ".client-secret", oldSecret);
            fields.put(name + ".algorithm", "HS256");
        }
        setUp.operator().putSecret("kore/clients", fields);
    }

    /** All of a client is at the path; what is not secret could not go with it otherwise. */
    private ServiceWithVault several(String... names) {
        List<String> imports =
                List.of("vault://secret/kore/travel?prefix=sts.", "vault://secret/kore/clients?prefix=sts.clients.");
        setUp.operator().putSecret("kore/travel", Map.of("default-client", "travel"));
        return ServiceWithVault.start(
                folder,
                "sts.caller: {mode: gateway, gateway.secret: \"${GATEWAY_SECRET}\"}\n",
                setUp.with("spring.config.import", String.join(",", imports)).connection());
    }

    private static String issuer(ServiceWithVault service) {
        String payload = service.token().split("\\.")[1];
        return new String(java.util.Base64.getUrlDecoder().decode(payload), java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst(".*\"iss\":\"([^\"]+)\".*", "$1");
    }

    private static String key(ServiceWithVault service, String name) {
        return service.credentials().get("details").get("clients").get(name).stringValue();
    }
}
