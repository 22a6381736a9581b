package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.vault.core.VaultTemplate;

/**
 * A key that is changed in Vault so that what is published verifies nothing any more: no such token is given out, and the first
 * request starts a refresh, although the schedule has none.
 */
@NeedsVault
class TransitChangeTests {

    private static final String HEADING = "Transit: a key that never leaves Vault";
    private static final TestVault VAULT = TestVault.start();
    private static final VaultTemplate OPERATOR = VAULT.operator().template();

    @TempDir
    Path folder;

    private final String name = "kore-travel-" + UUID.randomUUID().toString().substring(0, 8);
    private final VaultGuide guide = new VaultGuide(VAULT.operator());

    @BeforeEach
    void makeKey() {
        guide.follow(HEADING);
        VAULT.operator().createTransitKey(name, "rsa-2048");
        VAULT.operator()
                .putPolicy("kore-sts-transit", VaultGuide.policy(HEADING).replace("kore-travel", name));
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    /** What an operator may do with a key that leaked. */
    enum Change {
        ROTATED_AND_OLD_VERSIONS_FORBIDDEN {
            @Override
            void of(String key) {
                OPERATOR.write(key + "/rotate", null);
                OPERATOR.write(key + "/config", Map.of("min_encryption_version", 2));
            }
        },
        ROTATED_AND_OLD_VERSIONS_TRIMMED {
            @Override
            void of(String key) {
                OPERATOR.write(key + "/rotate", null);
                OPERATOR.write(key + "/config", Map.of("min_encryption_version", 2, "min_decryption_version", 2));
                OPERATOR.write(key + "/trim", Map.of("min_available_version", 2));
            }
        },
        DELETED_AND_MADE_AGAIN {
            @Override
            void of(String key) {
                delete(key);
                OPERATOR.write(key, Map.of("type", "rsa-2048"));
            }
        };

        abstract void of(String key);
    }

    @ParameterizedTest
    @EnumSource
    void startsARefreshAndGivesOutNoTokenThatDoesNotVerify(Change change) {
        try (ServiceWithVault service = start("RS256")) {
            assertThat(service.ask(null).status()).isEqualTo(200);

            change.of("transit/keys/" + name);

            HttpAnswer first = service.ask(null);
            assertThat(first.status()).isEqualTo(503);
            assertThat(first.text()).contains("signing-unavailable");
            VaultWait.await("a token by the changed key").until(() -> {
                HttpAnswer answer = service.ask(null);
                if (answer.status() == 200) {
                    verify(answer, "RS256");
                }
                return answer.status() == 200;
            });
            assertThat(service.credentialsStatus()).isEqualTo("UP");
        }
    }

    /** A version that is still good signs on, until the schedule or somebody refreshes. */
    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"RS256", "RS512"})
    void isNotNeededForARotation(String algorithm) {
        try (ServiceWithVault service = start(algorithm)) {
            VAULT.operator().rotateTransitKey(name);
            VerifiedToken.verify(service.token(), algorithm, TransitPublicKey.version(VAULT.operator(), name, 1));

            assertThat(service.refresh().text()).isEqualTo("{\"changed\":[\"travel\"],\"trouble\":null}");

            verify(service.ask(null), algorithm);
        }
    }

    @Test
    void isNotAskedForAtEachRequestWhileTheKeyIsGone() {
        try (ServiceWithVault service = start("RS256")) {
            delete("transit/keys/" + name);
            VAULT.forgetRequests();
            long start = System.nanoTime();

            for (int request = 0; request < 20; request++) {
                assertThat(service.ask(null).status()).isEqualTo(503);
            }

            long pauses = Duration.ofNanos(System.nanoTime() - start).toSeconds() / 5;
            VaultWait.await("the refresh")
                    .untilAsserted(() ->
                            assertThat(service.credentials().toString()).contains("names a key that does not exist"));
            assertThat(VAULT.requests("transit/keys/")).hasSizeBetween(1, 2 + (int) pauses);
        }
    }

    /** One that cannot take its place: the client gets no token, and its state says why. */
    @Test
    void toAKeyOfAnotherTypeGivesNoToken() {
        try (ServiceWithVault service = start("RS256")) {
            delete("transit/keys/" + name);
            OPERATOR.write("transit/keys/" + name, Map.of("type", "ed25519"));

            assertThat(service.ask(null).status()).isEqualTo(503);
            VaultWait.await("the refresh")
                    .untilAsserted(
                            () -> assertThat(service.credentials().toString()).contains("names a key of type ed25519"));
            assertThat(service.ask(null).status()).isEqualTo(503);
        }
    }

    private static void delete(String key) {
        OPERATOR.write(key + "/config", Map.of("deletion_allowed", true));
        OPERATOR.delete(key);
    }

    private void verify(HttpAnswer answer, String algorithm) {
        VerifiedToken.verify(answer.jwt(), algorithm, TransitPublicKey.newest(VAULT.operator(), name));
    }

    private ServiceWithVault start(String algorithm) {
        Map<String, String> properties = new HashMap<>(guide.variables());
        properties.putAll(VaultSetUp.PATIENT);
        properties.put("sts.clients.travel.transit.key", name);
        properties.put("sts.clients.travel.algorithm", algorithm);
        String yaml = VaultGuide.settings(HEADING).replace(VaultGuide.VAULT_ADDRESS, VAULT.uri());
        return ServiceWithVault.start(folder, yaml, properties);
    }
}
