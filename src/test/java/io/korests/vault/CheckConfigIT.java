package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.PackagedJar;
import io.korests.TestKeys;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check-config} with the packaged jar. */
class CheckConfigIT {

    private static final String TRANSIT = "Transit: a key that never leaves Vault";
    private static final String SECRET = TestKeys.randomSecret(33);

    @TempDir
    Path folder;

    private final TestVault vault = TestVault.start();

    @AfterEach
    void stop() {
        vault.close();
    }

    /** Secrets, a key and a key in Transit in one go. */
    @Test
    void showsEveryClientAndThePublicKeys() {
        Map<String, String> properties = transit();
        properties.put("sts.clients.bank.client-id", "cs-bank");
        properties.put("sts.clients.bank.algorithm", "RS512");
        properties.put("sts.clients.bank.private-key", TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa())));
        properties.put("sts.clients.shop.client-id", "cs-shop");
        properties.put("sts.clients.shop.algorithm", "HS256");
        properties.put("sts.clients.shop.client-secret", SECRET);
        properties.put("sts.default-client", "shop");

        try (PackagedJar jar = VaultJar.start(folder, transitSettings(), properties, "check-config")) {
            assertThat(jar.exitCode()).as(jar.output()).isZero();
            assertThat(jar.output())
                    .contains("\nclient  client id")
                    .containsPattern("bank +cs-bank +RS512 +private-key +2048 bits +[\\w-]{43} +3600s +https://idproxy")
                    .containsPattern("shop +cs-shop +HS256 +client-secret +352 bits +[0-9a-f]{8} ")
                    .containsPattern("travel +cs-1{8}-\\S+ +RS256 +transit +2048 bits +[\\w-]{43} ")
                    .contains(pem(TestKeys.rsa().getPublic()))
                    .contains(pem(TransitPublicKey.newest(vault.operator(), "kore-travel")))
                    .endsWith("Every client can sign.\n")
                    .doesNotContain(SECRET, "PRIVATE KEY", "hvs.", "Tomcat", properties.get("VAULT_SECRET_ID"));
        }
    }

    @Test
    void readsSecretsFromVault() {
        VaultSetUp setUp = VaultSetUp.appRole(vault).patient().secret(SECRET);

        try (PackagedJar jar = VaultJar.start(folder, setUp.settings("AppRole"), setUp.properties(), "check-config")) {
            assertThat(jar.exitCode()).as(jar.output()).isZero();
            assertThat(jar.output())
                    .containsPattern("travel +cs-1{8}-\\S+ +HS256 +client-secret +352 bits +[0-9a-f]{8} ")
                    .doesNotContain(SECRET, "Tomcat", "hvs.");
        }
    }

    @Test
    void saysWhatIsWrongWithVault() {
        VaultSetUp setUp = VaultSetUp.appRole(vault).patient().secret(SECRET);
        vault.fail(VaultFault.SEALED);

        assertFails(setUp.settings("AppRole"), setUp.properties(), VaultTroubles.SEALED);
    }

    @Test
    void saysThatTransitDoesNotSign() {
        Map<String, String> properties = transit();
        vault.fail("transit/sign/", VaultFault.FORBIDDEN);

        assertFails(
                transitSettings(),
                properties,
                "sts.clients.travel.transit cannot be used: " + VaultTroubles.ACCESS_REFUSED
                        + "; its policy needs update on transit/sign/kore-travel/*");
    }

    private void assertFails(String yaml, Map<String, String> properties, String message) {
        try (PackagedJar jar = VaultJar.start(folder, yaml, properties, "check-config")) {
            assertThat(jar.exitCode()).as(jar.output()).isEqualTo(1);
            assertThat(jar.output().lines().filter(line -> line.startsWith(message)))
                    .as(jar.output())
                    .hasSize(1);
            assertThat(jar.output()).doesNotContain("\tat ", "Exception", "Caused by", "WARN", SECRET, "Tomcat");
        }
    }

    private Map<String, String> transit() {
        Map<String, String> properties = new HashMap<>(VaultSetUp.PATIENT);
        properties.putAll(new VaultGuide(vault.operator()).follow(TRANSIT).variables());
        return properties;
    }

    private String transitSettings() {
        return VaultGuide.settings(TRANSIT).replace(VaultGuide.VAULT_ADDRESS, vault.uri());
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
