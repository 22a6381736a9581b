package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.EncryptedToken;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestEncryption;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that stay in Vault sign like any other. */
@NeedsVault
class TransitTests {

    private static final String HEADING = "Transit: a key that never leaves Vault";
    private static final TestVault VAULT = TestVault.start();
    private static final VaultGuide GUIDE = new VaultGuide(VAULT.operator());

    @TempDir
    Path folder;

    @BeforeAll
    static void setUp() {
        GUIDE.follow(HEADING);
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @ParameterizedTest
    @CsvSource({"RS256, rsa-2048", "RS512, rsa-2048", "RS256, rsa-3072"})
    void signsWithEveryAlgorithm(String algorithm, String type) {
        String key = "kore-travel-" + type;
        VAULT.operator().createTransitKey(key, type);
        VAULT.operator()
                .putPolicy("kore-sts-transit", VaultGuide.policy(HEADING).replace("kore-travel", key));

        try (ServiceWithVault service =
                start(Map.of("sts.clients.travel.algorithm", algorithm, "sts.clients.travel.transit.key", key))) {
            PublicKey publicKey = TransitPublicKey.newest(VAULT.operator(), key);
            assertThat(VerifiedToken.verify(service.token(), algorithm, publicKey)
                            .subject())
                    .isEqualTo("jane@example.com");
        } finally {
            GUIDE.follow(HEADING);
        }
    }

    @ParameterizedTest
    @CsvSource({"RS256, RSA-OAEP, A128CBC-HS256", "RS512, RSA1_5, A256GCM"})
    void signsWhatIsThenEncrypted(String signing, String algorithm, String method) {
        String client = "sts.clients.travel.";
        Map<String, String> encryption = Map.of(
                client + "algorithm", signing,
                client + "encryption.public-key", TestEncryption.koresJwk(),
                client + "encryption.algorithm", algorithm,
                client + "encryption.method", method);

        try (ServiceWithVault service = start(encryption)) {
            String signed = EncryptedToken.open(
                            service.token(),
                            algorithm,
                            method,
                            TestEncryption.koresKey().getPrivate())
                    .content();
            PublicKey publicKey = TransitPublicKey.newest(VAULT.operator(), "kore-travel");
            assertThat(VerifiedToken.verify(signed, signing, publicKey).subject())
                    .isEqualTo("jane@example.com");
        }
    }

    @Test
    void publishesThePublicHalf() {
        try (ServiceWithVault service = start(Map.of())) {
            HttpAnswer keys = service.service().send(HttpCall.of("GET", "/.well-known/jwks.json"));

            assertThat(keys.status()).isEqualTo(200);
            assertThat(keys.text()).contains("\"kty\":\"RSA\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
        }
    }

    private ServiceWithVault start(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(GUIDE.variables());
        properties.putAll(VaultSetUp.PATIENT);
        properties.putAll(more);
        String yaml = VaultGuide.settings(HEADING).replace(VaultGuide.VAULT_ADDRESS, VAULT.uri());
        return ServiceWithVault.start(folder, yaml, properties);
    }
}
