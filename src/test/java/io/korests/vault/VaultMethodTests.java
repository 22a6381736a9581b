package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.TestKeys;
import io.korests.VerifiedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to log in and to keep secrets that docs/vault.md does not show in full; {@code VaultGuideTests} has those that it shows. */
@NeedsVault
class VaultMethodTests {

    private static final TestVault VAULT = TestVault.start();

    @TempDir
    Path folder;

    private final String secret = TestKeys.randomSecret(33);
    private final String newSecret = TestKeys.randomSecret(33);
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void aCertificateOfAPrivateCaLogsIn() throws IOException {
        VaultSetUp setUp = VaultSetUp.appRole(VAULT).patient().secret(secret);
        setUp.operator().enable("sys/auth/cert", "cert");
        setUp.operator()
                .template()
                .write(
                        "auth/cert/certs/kore-sts",
                        Map.of(
                                "certificate", Files.readString(VAULT.ca().pem()),
                                "allowed_common_names", "kore-sts",
                                "token_policies", "kore-sts"));
        setUp.with("spring.cloud.vault.uri", VAULT.securedUri())
                .with("spring.cloud.vault.authentication", "CERT")
                .with("spring.cloud.vault.ssl.trust-store", "file:" + VAULT.ca().pem())
                .with("spring.cloud.vault.ssl.trust-store-type", "PEM")
                .with("spring.cloud.vault.ssl.key-store", "file:" + VAULT.ca().clientKeyStore())
                .with("spring.cloud.vault.ssl.key-store-type", "PKCS12")
                .with("spring.cloud.vault.ssl.key-store-password", VAULT.ca().password());

        assertRotates(setUp);
    }

    @Test
    void aNamespaceHasItsOwnSecrets() {
        VAULT.operator().template().write("sys/namespaces/" + run, Map.of());
        VaultOperator there = VaultOperator.in(run, VAULT.operatorUri(), VAULT.rootToken());
        there.template().write("sys/mounts/secret", Map.of("type", "kv", "options", Map.of("version", "2")));
        VaultSetUp setUp = VaultSetUp.appRole(there, VAULT.uri()).patient();
        VaultWait.await("a mount that can be written to").ignoreExceptions().until(() -> setUp.secret(secret) != null);
        VaultSetUp.appRole(VAULT).secret(TestKeys.randomSecret(33));

        assertRotates(setUp.with("spring.cloud.vault.namespace", run));
    }

    /** It keeps no versions, so a deletion looks like a path that was mistyped. */
    @Test
    void kvVersion1IsReadButDoesNotTellOfADeletion() {
        String mount = "kv1-" + run;
        VaultOperator operator = VAULT.operator();
        VaultSetUp setUp = VaultSetUp.appRole(VAULT).patient();
        operator.template().write("sys/mounts/" + mount, Map.of("type", "kv", "options", Map.of("version", "1")));
        operator.putPolicy("kore-sts", "path \"" + mount + "/kore/travel\" { capabilities = [\"read\"] }");
        operator.template().write(mount + "/kore/travel", fields(secret));
        setUp.with("spring.config.import", "vault://" + mount + "/kore/travel?prefix=sts.clients.travel.")
                .with("sts.clients.travel.algorithm", "HS256");

        String yaml = "sts.caller: {mode: gateway, gateway.secret: \"${GATEWAY_SECRET}\"}\n";
        try (ServiceWithVault service = ServiceWithVault.start(folder, yaml, setUp.connection())) {
            VerifiedToken.verify(service.token(), "HS256", secret);
            operator.template().write(mount + "/kore/travel", fields(newSecret));
            assertThat(service.refresh().status()).isEqualTo(200);
            VerifiedToken.verify(service.token(), "HS256", newSecret);

            operator.template().delete(mount + "/kore/travel");
            HttpAnswer refused = service.refresh();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("names " + mount + "/kore/travel in Vault, where no secret is");
            VerifiedToken.verify(service.token(), "HS256", newSecret);
        }
    }

    /** With a nameless field of JSON null beside, which counts as not set. */
    private static Map<String, Object> fields(String secret) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("client-id", VaultSetUp.CLIENT_ID);
        fields.put("client-secret", secret);
        fields.put("key-id", null);
        return fields;
    }

    private void assertRotates(VaultSetUp setUp) {
        try (ServiceWithVault service = setUp.start(folder)) {
            VerifiedToken.verify(service.token(), "HS256", secret);
            setUp.secret(newSecret);
            assertThat(service.refresh().text()).isEqualTo("{\"changed\":[\"travel\"],\"trouble\":null}");
            VerifiedToken.verify(service.token(), "HS256", newSecret);
        }
    }
}
