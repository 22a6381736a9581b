package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.PackagedJar;
import io.korests.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar without the Vault that it needs: exit code 1 soon and one message. {@code VaultFaultsAtStartTests} has all
 * the faults.
 */
class VaultStartIT {

    private static final String SECRET = TestKeys.randomSecret(33);

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @TempDir
    Path empty;

    private final TestVault vault = TestVault.start();
    private final VaultSetUp setUp = VaultSetUp.appRole(vault).secret(SECRET);

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void whileVaultIsDown() {
        vault.fail(VaultFault.DOWN);

        assertEnds(VaultTroubles.UNREACHABLE);
    }

    @Test
    void whileVaultHangs() {
        vault.fail(VaultFault.HANGING);

        assertEnds(VaultTroubles.SLOW);
    }

    @Test
    void whileVaultIsSealed() {
        vault.fail(VaultFault.SEALED);

        assertEnds(VaultTroubles.SEALED);
    }

    @Test
    void withoutTheRight() {
        vault.operator().putPolicy("kore-sts", "path \"secret/data/kore/other\" { capabilities = [\"read\"] }");

        assertEnds(VaultTroubles.ACCESS_REFUSED);
    }

    @Test
    void withAPathThatDoesNotExist() {
        vault.operator().template().delete("secret/metadata/kore/travel");

        assertEnds(VaultTroubles.NO_SECRET);
    }

    /** On a busy machine soon is as much later as it is for a start beside it, which fails by itself; that takes three seconds. */
    private void assertEnds(String message) {
        long start = System.nanoTime();
        try (PackagedJar beside = PackagedJar.start(empty, Map.of());
                PackagedJar jar = VaultJar.start(folder, setUp.settings("AppRole"), setUp.properties())) {
            assertThat(beside.exitCode()).isEqualTo(1);
            Duration withoutVault = Duration.ofNanos(System.nanoTime() - start);
            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Collections.max(List.of(SOON, withoutVault.multipliedBy(5))));
            assertThat(jar.output().lines().filter(line -> line.startsWith(message)))
                    .as(jar.output())
                    .hasSize(1);
            assertThat(jar.output())
                    .doesNotContain("\tat ", "Exception", "Caused by", "hvs.", SECRET, "WARN")
                    .doesNotContain(Map.copyOf(setUp.properties()).get("VAULT_SECRET_ID"));
        }
    }
}
