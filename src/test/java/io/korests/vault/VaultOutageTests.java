package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestKeys;
import io.korests.VerifiedToken;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server does to a service that runs: quota, seal, restart. The last good secret serves, and a new one comes by itself. */
@NeedsVault
class VaultOutageTests {

    private static final String FAILURES = "sts_credentials_refresh_total{outcome=\"failure\"}";

    @TempDir
    Path folder;

    @TempDir
    Path data;

    private final String oldSecret = TestKeys.randomSecret(33);
    private final String newSecret = TestKeys.randomSecret(33);

    @Test
    void aQuotaEndsByItself() {
        String quota = "sys/quotas/rate-limit/travel";
        try (TestVault vault = TestVault.start()) {
            VaultSetUp setUp = VaultSetUp.appRole(vault).patient().secret(oldSecret);
            try (ServiceWithVault service =
                    setUp.with("sts.refresh-interval", "1s").start(folder)) {
                setUp.operator()
                        .template()
                        .write(quota, Map.of("path", "secret/data/kore/travel", "rate", 1, "interval", "60s"));
                awaitStale(service, VaultTroubles.BUSY);
                setUp.operator().template().delete(quota);
                setUp.secret(newSecret);

                awaitFresh(service);
            } finally {
                setUp.operator().template().delete(quota);
            }
        }
    }

    /** The login outlasts a restart, for the server keeps its tokens. */
    @Test
    void aSealAndARestartEndWithTheUnsealing() {
        OpenBaoServer server = OpenBaoServer.durable(data);
        server.operator()
                .template()
                .write("sys/mounts/secret", Map.of("type", "kv", "options", Map.of("version", "2")));
        VaultSetUp setUp = VaultSetUp.appRole(server.operator(), server.uri()).patient();
        VaultWait.await("a mount that can be written to")
                .ignoreExceptions()
                .until(() -> setUp.secret(oldSecret) != null);
        try (ServiceWithVault service = setUp.with("sts.refresh-interval", "1s").start(folder)) {
            server.operator().template().opsForSys().seal();
            awaitStale(service, VaultTroubles.SEALED);
            server.unseal();
            VaultWait.await("a refresh after the seal")
                    .until(() -> service.credentialsStatus().equals("UP"));

            server.stop();
            awaitStale(service, VaultTroubles.UNREACHABLE);
            server.start();
            awaitStale(service, VaultTroubles.SEALED);
            server.unseal();
            setUp.secret(newSecret);
            awaitFresh(service);
        } finally {
            server.stop();
        }
    }

    private void awaitStale(ServiceWithVault service, String cause) {
        VaultWait.await("a refresh that finds: " + cause)
                .until(() -> service.credentials().toString().contains(cause));
        VerifiedToken.verify(service.token(), "HS256", oldSecret);
        assertThat(service.isReady()).isTrue();
        assertThat(service.metric(FAILURES)).isPositive();
    }

    private void awaitFresh(ServiceWithVault service) {
        VaultWait.await("a refresh with the new secret")
                .untilAsserted(() -> VerifiedToken.verify(service.token(), "HS256", newSecret));
        VaultWait.await("the health").until(() -> service.credentialsStatus().equals("UP"));
    }
}
