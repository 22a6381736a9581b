package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.HttpAnswer;
import io.korests.TestKeys;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may write the path of one client has power over that client and nothing else. */
@NeedsVault
class VaultPathTests {

    private static final TestVault VAULT = TestVault.start();
    private static final String BANK = "cs-66666666-7777-8888-9999-000000000000";

    @TempDir
    Path folder;

    private final String secret = TestKeys.randomSecret(33);
    private final String bankSecret = TestKeys.randomSecret(33);
    private final VaultSetUp setUp = VaultSetUp.appRole(VAULT)
            .patient()
            .secret(secret)
            .with("sts.clients.bank.client-id", BANK)
            .with("sts.clients.bank.algorithm", "HS256")
            .with("sts.clients.bank.client-secret", bankSecret);

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void readNoOtherSecretByAPlaceholder() {
        setUp.with("sts.clients.bank.audience", "https://idproxy.kore.com/authorize");
        try (ServiceWithVault service = setUp.start(folder)) {
            put("audience", "${sts.clients.bank.client-secret}|${spring.cloud.vault.app-role.secret-id}");
            HttpAnswer refused = service.refresh();

            assertThat(refused.json().get("trouble").stringValue())
                    .isEqualTo(
                            "sts.clients.travel.audience has ${sts.clients.bank.client-secret}: what Vault and mounted"
                                    + " files hold is text, in which nothing is replaced; put the value there");
            assertThat(payload(service)).contains("\"aud\":\"https://idproxy.kore.com/authorize\"");
            assertThat(service.ask(BANK).status()).isEqualTo(200);
        }
        assertThat(catchThrowable(() -> setUp.start(folder).close()))
                .hasMessageStartingWith(
                        "sts.clients.travel.audience has ${sts.clients.bank.client-secret}: what Vault");
    }

    @Test
    void takeNoOtherClientsId() {
        try (ServiceWithVault service = setUp.start(folder)) {
            put("client-id", BANK);

            assertThat(service.refresh().json().get("trouble").stringValue())
                    .isEqualTo(
                            "sts.clients.travel.client-id is the same as that of sts.clients.bank: a client id may stand"
                                    + " for one client only");
            assertThat(service.ask(BANK).status()).isEqualTo(200);
            assertThat(service.ask(VaultSetUp.CLIENT_ID).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault://secret/kore/travel",
                "vault://secret/kore/travel?prefix=",
                "vault://secret/kore/travel?prefix=sts",
                "vault://secret/kore/travel?prefix=sts.clients.travel",
                "vault://secret/kore/travel?prefix=server.",
                "vault://secret/kore/travel?prefix=spring.cloud.vault."
            })
    void setNothingOutsideTheirPrefix(String location) {
        setUp.with("spring.config.import", location);

        assertThat(catchThrowable(() -> setUp.start(folder).close()))
                .hasMessage(
                        "spring.config.import names secret/kore/travel in Vault without a prefix that begins with sts."
                                + " and ends with a dot: write, for instance, vault://secret/kore/travel?prefix=sts.clients.travel.");
    }

    private void put(String field, String value) {
        Map<String, String> fields =
                new java.util.HashMap<>(Map.of("client-id", VaultSetUp.CLIENT_ID, "client-secret", secret));
        fields.put(field, value);
        setUp.operator().putSecret("kore/travel", fields);
    }

    private static String payload(ServiceWithVault service) {
        String token = service.ask(VaultSetUp.CLIENT_ID).jwt();
        return new String(
                java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
