package io.korests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.korests.Patience;
import io.korests.vault.FakeKubernetesApi;
import io.korests.vault.TestVault;
import io.korests.vault.VaultOperator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployedConfigurationTests {

    private static final String VAULT_OVERLAY = "kubernetes/overlays/vault/application.yaml";
    private static final String PLAIN_OVERLAY = "kubernetes/overlays/plain-secrets/application.yaml";

    /** Spring Boot keeps the log's format in a system property, where it would outlive these tests. */
    private static final String LOG_FORMAT = "logging.structured.format.console: ecs";

    private static final String QUIET = "logging.level.root: error";

    private final String clientSecret = newSecret();
    private final String gatewaySecret = newSecret();

    @TempDir
    Path folder;

    @Test
    void vaultOverlayReadsItsSecretsAsTheServiceAccount() throws Exception {
        try (TestVault vault = TestVault.start();
                FakeKubernetesApi cluster = FakeKubernetesApi.start()) {
            VaultOperator operator = vault.operator();
            operator.putSecret("kore/gateway", Map.of("secret", gatewaySecret));
            operator.putSecret("kore/travel", Map.of("client-id", "cs-vault", "client-secret", clientSecret));
            operator.putPolicy("kore-sts", policy());
            operator.createKubernetesRole("kore-sts", "kore-sts", cluster, "kore-sts/kore-sts");
            Path token = Files.writeString(folder.resolve("token"), cluster.tokenOf("kore-sts", "kore-sts"));
            Map<String, String> here = Map.of(
                    LOG_FORMAT,
                    QUIET,
                    "https://vault.vault.svc:8200",
                    vault.securedUri(),
                    "/var/run/secrets/vault/token",
                    token.toString(),
                    "/etc/vault-ca/ca.crt",
                    vault.ca().pem().toString());
            try (DeployedService service = DeployedService.start(VAULT_OVERLAY, here, folder)) {
                assertThat(claims(fromGateway(service), clientSecret).getIssuer())
                        .isEqualTo("cs-vault");
                assertThat(service.ask("{}", "X-Forwarded-User", "jane").statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void plainSecretsOverlayFollowsTheMountedSecret() throws Exception {
        String clientId = "cs-00000000-0000-0000-0000-000000000000";
        Path volume = Files.createDirectory(folder.resolve("volume"));
        mount(volume, "..2026_11_21", clientSecret);
        for (String name : new String[] {"sts.clients.travel.client-secret", "sts.caller.gateway.secret"}) {
            Files.createSymbolicLink(volume.resolve(name), Path.of("..data", name));
        }
        Map<String, String> here = Map.of(
                LOG_FORMAT,
                QUIET,
                "configtree:/run/secrets/kore-sts/",
                "configtree:" + volume + "/",
                "sts:\n",
                "sts:\n  refresh-interval: 1s\n");
        try (DeployedService service = DeployedService.start(PLAIN_OVERLAY, here, folder)) {
            assertThat(claims(fromGateway(service), clientSecret).getIssuer()).isEqualTo(clientId);
            assertThat(service.ask("{}", "X-Forwarded-User", "jane").statusCode())
                    .isEqualTo(401);

            String rotated = newSecret();
            mount(volume, "..2026_11_22", rotated);
            await().atMost(Patience.TIME)
                    .ignoreExceptionsInstanceOf(InvalidJwtException.class)
                    .untilAsserted(() -> assertThat(
                                    claims(fromGateway(service), rotated).getIssuer())
                            .isEqualTo(clientId));
            assertThat(service.refresh().statusCode())
                    .as("whoever scrapes can read only")
                    .isEqualTo(404);
        }
    }

    /** The script as it stands, but for paths, addresses and the user, with OpenBao's program for Vault's. */
    @Test
    void composeServiceLogsInAsItsScriptWroteIt() throws Exception {
        assumeTrue(TestVault.isThere(), "There is no OpenBao");
        int port = TestVault.freePort();
        Map<String, String> here = Map.of(
                "/login/application.yaml",
                folder.resolve("login.yaml").toString(),
                "/tmp/vault.log",
                folder.resolve("vault.log").toString(),
                "0.0.0.0:8200",
                "127.0.0.1:" + port,
                "http://vault:8200",
                "http://127.0.0.1:" + port,
                "chown 65532:65532",
                "test -s");
        String script = DeployedService.adapted(Files.readString(Path.of("deploy/compose/vault.sh")), here);
        Files.createSymbolicLink(folder.resolve("vault"), TestVault.program());
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("script.log").toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("VAULT_ADDR", "http://127.0.0.1:" + port);
        Process vault = builder.start();
        try {
            await("the end of vault.sh")
                    .atMost(Patience.TIME)
                    .until(() -> !vault.isAlive()
                            || Files.readString(folder.resolve("script.log")).contains("kore-sts may read it"));
            assertThat(vault.isAlive())
                    .as(Files.readString(folder.resolve("script.log")))
                    .isTrue();
            Map<String, String> quiet = Map.of("sts:", QUIET + "\nsts:");
            try (DeployedService service = DeployedService.start(
                    "compose/config/application.yaml", quiet, folder, folder.resolve("login.yaml"))) {
                assertThat(service.ask("{\"identity\":\"jane\"}").statusCode()).isEqualTo(200);
            }
        } finally {
            vault.descendants().forEach(ProcessHandle::destroyForcibly);
            vault.destroyForcibly();
        }
    }

    /** As the kubelet does it: a folder of its own for each version, and a link to the current one that is swapped whole. */
    private void mount(Path volume, String version, String secret) throws Exception {
        Path files = Files.createDirectory(volume.resolve(version));
        Files.writeString(files.resolve("sts.clients.travel.client-secret"), secret);
        Files.writeString(files.resolve("sts.caller.gateway.secret"), gatewaySecret);
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(version));
        Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private HttpResponse<String> fromGateway(DeployedService service) throws Exception {
        return service.ask("{}", "X-Forwarded-User", "jane", "X-Gateway-Secret", gatewaySecret);
    }

    private static JwtClaims claims(HttpResponse<String> answer, String secret) throws InvalidJwtException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = answer.body().replaceFirst("^\\{\"jwt\":\"([^\"]+)\"}$", "$1");
        return new JwtConsumerBuilder()
                .setVerificationKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)))
                .setExpectedAudience("https://idproxy.kore.com/authorize")
                .setExpectedSubject("jane")
                .build()
                .processToClaims(token);
    }

    /** The policy of docs/deployment.md, as its commands write it. */
    private static String policy() throws Exception {
        Matcher policy = Pattern.compile("<<'POLICY'\n(.*?)\nPOLICY\n", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/deployment.md")));
        assertThat(policy.find()).isTrue();
        return policy.group(1);
    }

    private static String newSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
