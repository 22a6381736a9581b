package io.korests.canary;

import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.vault.TestVault;
import io.korests.vault.VaultOperator.AppRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Configurations of the service in which every secret is marked. */
final class MarkedConfiguration {

    static final int QUEUE = 6;

    /** Of one user. */
    static final int MOST_REQUESTS = 100;

    private static final Duration HOUR = Duration.ofHours(1);

    private final Canaries canaries;
    private final TestVault vault;
    private final String gatewaySecret;
    private final String vaultSecret;

    MarkedConfiguration(Canaries canaries, TestVault vault) {
        this.canaries = canaries;
        this.vault = vault;
        this.gatewaySecret = canaries.secret("the gateway's secret");
        this.vaultSecret = canaries.secret("a client secret in Vault");
    }

    String gatewaySecret() {
        return gatewaySecret;
    }

    String vaultSecret() {
        return vaultSecret;
    }

    /** Mode gateway, and a client for each place that a key can be kept in: Vault, a file, the environment, Transit. */
    Map<String, String> withAppRole(Path folder) throws IOException {
        vault.operator().putPolicy("canary", """
                path "secret/data/kore/*" { capabilities = ["read"] }
                path "transit/keys/kore" { capabilities = ["read"] }
                path "transit/sign/kore/*" { capabilities = ["update"] }
                """);
        vault.operator().createTransitKey("kore", "rsa-2048");
        AppRole role = vault.operator().createAppRole("canary", "canary", HOUR, HOUR);
        Map<String, String> properties = withVault(folder);
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.audit.identity", "hashed");
        properties.put("spring.cloud.vault.authentication", "APPROLE");
        properties.put("spring.cloud.vault.app-role.role-id", role.roleId());
        properties.put("spring.cloud.vault.app-role.secret-id", canaries.watch("the secret id", role.secretId()));
        properties.put("spring.cloud.vault.read-timeout", "300");
        properties.put("server.tomcat.connection-timeout", "30s");
        properties.put("sts.limits.queue", "" + QUEUE);
        properties.put("sts.limits.body-time", "1s");
        properties.put("sts.rate-limit.enabled", "true");
        properties.put("sts.rate-limit.requests", "" + MOST_REQUESTS);
        properties.put("sts.rate-limit.period", "1h");
        properties.put("sts.playground.enabled", "true");
        properties.put("sts.clients.shop.client-id", "cs-shop");
        properties.put("sts.clients.shop.algorithm", "HS512");
        properties.put("sts.clients.shop.client-secret", canaries.secret("a client secret in the environment"));
        properties.put("sts.clients.shop.allowed-claims", "privateClaims");
        properties.put("sts.clients.shop.encryption.public-key", TestEncryption.koresJwk());
        properties.put("sts.clients.kore.client-id", "cs-kore");
        properties.put("sts.clients.kore.algorithm", "RS256");
        properties.put("sts.clients.kore.transit.key", "kore");
        return properties;
    }

    /** Mode open, with a token for Vault instead of a login. */
    Map<String, String> withToken(Path folder) throws IOException {
        vault.operator().putPolicy("canary", "path \"secret/data/kore/*\" { capabilities = [\"read\"] }");
        String token = vault.operator().createToken("canary", HOUR, HOUR);
        canaries.watch("the token for Vault", token.substring(token.indexOf('.') + 1));
        Map<String, String> properties = withVault(folder);
        properties.put("sts.caller.mode", "open");
        properties.put("sts.audit.identity", "omitted");
        properties.put("spring.cloud.vault.authentication", "TOKEN");
        properties.put("spring.cloud.vault.token", token);
        return properties;
    }

    /** What is common: {@code travel} with its secret in Vault, {@code bank} with its key in a file. */
    private Map<String, String> withVault(Path folder) throws IOException {
        vault.operator().putSecret("kore/travel", Map.of("client-id", "cs-travel", "client-secret", vaultSecret));
        String key = TestKeys.pem(canaries.key("a private key in a file", TestKeys.rsa(2048, "in a file")));
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("sts.clients.bank.private-key"), key);
        Files.writeString(tree.resolve("sts.caller.gateway.secret"), gatewaySecret);
        Files.writeString(folder.resolve("application.yaml"), """
                spring.config.import: ["vault://secret/kore/travel?prefix=sts.clients.travel.", "configtree:%s/"]
                spring.cloud.vault.uri: %s
                sts:
                  default-client: travel
                  refresh-interval: 0
                  cors.allowed-origins: https://www.example.com
                  caller.gateway.previous-secret: %s
                  clients:
                    travel.algorithm: HS256
                    bank: {client-id: cs-bank, algorithm: RS256, jti: true, anonymous: false}
                """.formatted(
                        tree, vault.uri(), canaries.secret("the gateway's previous secret")));
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.config.additional-location", folder.toUri().toString());
        return properties;
    }
}
