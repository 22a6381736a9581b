package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.PackagedJar;
import io.korests.TestKeys;
import io.korests.TokenLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The secret is changed five times in Vault while callers ask without a pause: no request fails, and every token verifies with
 * a secret that was in force while it was asked for. The figures go to target/rotation-under-load.txt.
 */
class RotationUnderLoadIT {

    private static final int TOKENS = 20_000;
    private static final int ROTATIONS = 5;

    @TempDir
    Path folder;

    @Test
    void failsNoRequest() throws Exception {
        List<String> secrets = new ArrayList<>(List.of(TestKeys.randomSecret(33)));
        List<Long> refreshMillis = new ArrayList<>();
        try (TestVault vault = TestVault.start()) {
            VaultSetUp setUp = VaultSetUp.appRole(vault).patient().secret(secrets.get(0));
            Map<String, String> properties = setUp.properties();
            try (PackagedJar jar = VaultJar.start(folder, setUp.settings("AppRole"), properties);
                    TokenLoad load = TokenLoad.start(jar.port(), 8, ServiceWithVault.gatewaySecret())) {
                for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
                    int before = rotation * TOKENS / (ROTATIONS + 1);
                    VaultWait.await(before + " tokens").until(() -> load.answered() >= before);
                    secrets.add(TestKeys.randomSecret(33));
                    setUp.secret(secrets.get(rotation));
                    load.changing(rotation);
                    long start = System.nanoTime();
                    HttpAnswer answer = HttpCall.post("/actuator/refresh").sendTo(jar.managementPort());
                    refreshMillis.add((System.nanoTime() - start) / 1_000_000);
                    load.changed(rotation);
                    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                }
                VaultWait.await(TOKENS + " tokens").until(() -> load.answered() >= TOKENS);
                load.stop();

                assertThat(load.failures())
                        .as(() -> jar.output()
                                .lines()
                                .filter(line -> !line.contains("audit: token granted"))
                                .collect(Collectors.joining("\n")))
                        .isEmpty();
                assertThat(load.answered()).isGreaterThanOrEqualTo(TOKENS);
                assertThat(load.signedOtherwise(secrets)).isEmpty();
                String figures = load.figures() + ", refreshes " + refreshMillis + " ms";
                Files.writeString(Path.of("target", "rotation-under-load.txt"), figures + "\n");
            }
        }
    }
}
