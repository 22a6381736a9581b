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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of docs/vault.md works as it stands there: its policies, its commands, its settings.
 */
@NeedsVault
class VaultGuideTests {

    private static final String SECRET = TestKeys.randomSecret(33);
    private static final TestVault VAULT = TestVault.start();

    @TempDir
    Path folder;

    private final VaultGuide guide = new VaultGuide(VAULT.operator())
            .variable("TRAVEL_CLIENT_SECRET", SECRET)
            .file("bank.pem", TestKeys.pem(TestKeys.rsa()));

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void logsInByAppRole() {
        guide.follow("One client at a path").follow("AppRole");

        try (ServiceWithVault service = startAsIn("AppRole", Map.of())) {
            assertIssuedForTravel(service);
        }
    }

    @Test
    void logsInByKubernetes() throws IOException {
        try (FakeKubernetesApi cluster = FakeKubernetesApi.start()) {
            Path tokenFile = Files.writeString(folder.resolve("token"), cluster.tokenOf("chat", "kore-sts"));
            // Outside of a cluster Vault has no service account of its own.
            String host = "kubernetes_host=" + cluster.uri() + " token_reviewer_jwt="
                    + cluster.tokenOf("vault", "vault") + " disable_local_ca_jwt=true kubernetes_ca_cert=@cluster.pem";
            guide.file("cluster.pem", cluster.caCertificate())
                    .follow("One client at a path")
                    .follow("Kubernetes", "kubernetes_host=https://kubernetes.default.svc", host);

            String file = "spring.cloud.vault.kubernetes.service-account-token-file";
            try (ServiceWithVault service = startAsIn("Kubernetes", Map.of(file, tokenFile.toString()))) {
                assertIssuedForTravel(service);
            }
        }
    }

    @Test
    void logsInByToken() {
        guide.follow("One client at a path").follow("A token");

        try (ServiceWithVault service = startAsIn("A token", Map.of())) {
            assertIssuedForTravel(service);
        }
    }

    @Test
    void servesSeveralClientsOfOnePath() {
        guide.follow("Several clients at one path").follow("AppRole");

        try (ServiceWithVault service = startAsIn("Several clients at one path", Map.of())) {
            assertIssuedForTravel(service);
            VerifiedToken token = VerifiedToken.verify(
                    service.ask("cs-66666666-7777-8888-9999-000000000000").jwt(),
                    "RS256",
                    TestKeys.rsa().getPublic());
            assertThat(token.subject()).isEqualTo("jane@example.com");
        }
    }

    @Test
    void rotatesASecret() {
        guide.follow("One client at a path").follow("AppRole");

        try (ServiceWithVault service = startAsIn("AppRole", Map.of())) {
            String next = TestKeys.randomSecret(33);
            guide.variable("TRAVEL_CLIENT_SECRET", next).follow("Rotate a secret");
            service.refresh();
            assertIssuedForTravel(service, next);
        }
    }

    @Test
    void trustsAPrivateCa() {
        guide.follow("One client at a path").follow("AppRole");
        String tls = VaultGuide.settings("TLS with a private CA")
                .replace("/etc/kore-sts/vault-ca.pem", VAULT.ca().pem().toString());
        String yaml = VaultGuide.settings("AppRole").replace(VaultGuide.VAULT_ADDRESS, VAULT.securedUri());

        try (ServiceWithVault service = start(yaml + "---\n" + tls, Map.of())) {
            assertIssuedForTravel(service);
        }
    }

    @Test
    void keepsTheKeyInTransit() throws Exception {
        String heading = "Transit: a key that never leaves Vault";
        guide.follow(heading);

        try (ServiceWithVault service = startAsIn(heading, Map.of())) {
            VerifiedToken token = VerifiedToken.verify(
                    service.token(), "RS256", TransitPublicKey.newest(VAULT.operator(), "kore-travel"));
            assertThat(token.subject()).isEqualTo("jane@example.com");
            assertThat(service.credentials()
                            .get("details")
                            .get("clients")
                            .get("travel")
                            .stringValue())
                    .startsWith("RS256 transit ");
        }
    }

    private ServiceWithVault startAsIn(String heading, Map<String, String> more) {
        String yaml = VaultGuide.settings(heading);
        assertThat(yaml).contains(VaultGuide.VAULT_ADDRESS);
        return start(yaml.replace(VaultGuide.VAULT_ADDRESS, VAULT.uri()), more);
    }

    private ServiceWithVault start(String yaml, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(guide.variables());
        properties.putAll(VaultSetUp.PATIENT);
        properties.putAll(more);
        return ServiceWithVault.start(folder, yaml, properties);
    }

    private static void assertIssuedForTravel(ServiceWithVault service) {
        assertIssuedForTravel(service, SECRET);
    }

    private static void assertIssuedForTravel(ServiceWithVault service, String secret) {
        HttpAnswer answer = service.ask("cs-11111111-2222-3333-4444-555555555555");
        VerifiedToken token = VerifiedToken.verify(answer.jwt(), "HS256", secret);
        assertThat(token.text("iss")).isEqualTo("cs-11111111-2222-3333-4444-555555555555");
        assertThat(token.subject()).isEqualTo("jane@example.com");
        assertThat(service.credentialsStatus()).isEqualTo("UP");
    }
}
