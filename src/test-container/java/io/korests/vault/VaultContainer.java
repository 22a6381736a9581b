package io.korests.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts a Vault in development mode before the first test and has the tests use it, as {@code -Dvault.address} and
 * {@code -Dvault.token} do. {@code -Dvault.image} names another image, for instance {@code openbao/openbao:2.4}.
 *
 * <p>The container shares the host's network: Vault must reach the tests' Kubernetes API, which listens on 127.0.0.1.
 */
public final class VaultContainer implements LauncherSessionListener {

    private @Nullable GenericContainer<?> container;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!System.getProperty("vault.address", "").isEmpty()) {
            return;
        }
        String image = System.getProperty("vault.image", "hashicorp/vault:1.20");
        String address = "127.0.0.1:" + freePort();
        String token = UUID.randomUUID().toString();
        GenericContainer<?> started = new GenericContainer<>(DockerImageName.parse(image))
                .withNetworkMode("host")
                .withCommand("server", "-dev", "-dev-root-token-id=" + token, "-dev-listen-address=" + address)
                .withEnv("SKIP_SETCAP", "true")
                .waitingFor(Wait.forLogMessage(".*Root Token: .*\\n", 1));
        started.start();
        container = started;
        System.setProperty("vault.address", "http://" + address);
        System.setProperty("vault.token", token);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (container != null) {
            container.stop();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
