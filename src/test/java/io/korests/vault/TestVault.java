package io.korests.vault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real OpenBao, with a proxy before it that counts requests and plays the faults that a real server cannot be asked for. The
 * server is one in development mode and the same for all tests of this JVM; or the one that {@code -Dvault.address} and
 * {@code -Dvault.token} name. Faults concern whoever comes by the proxy, not the operator.
 *
 * <p>Safe for use by several threads.
 */
public final class TestVault implements AutoCloseable {

    /** Those that the JDK's client sets itself. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "host", "upgrade", "http2-settings");

    private static final String ADDRESS = System.getProperty("vault.address", "");
    private static final boolean THERE = find();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final VaultFaults faults = new VaultFaults();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final ProxySocket socket = new ProxySocket(this::handle);

    private TestVault() {
        socket.open();
    }

    /**
     * Whether there is a server for the tests; says so if not.
     *
     * @throws IllegalStateException if there is none, and {@code -Dvault.required=true} wants one
     */
    public static boolean isThere() {
        if (!THERE && Boolean.getBoolean("vault.required")) {
            throw new IllegalStateException(NeedsVault.INSTALL);
        }
        return THERE;
    }

    private static boolean find() {
        boolean there = !ADDRESS.isEmpty() || OpenBaoServer.isInstalled();
        if (!there) {
            System.err.println("The tests of Vault do not run. " + NeedsVault.INSTALL);
        }
        return there;
    }

    /** The program that starts a server and asks it: {@code bao}, which can be called {@code vault}. */
    public static Path program() {
        return OpenBaoServer.PROGRAM;
    }

    public static int freePort() {
        return OpenBaoServer.freePort();
    }

    /** A proxy of its own; skips the test where there is no server. */
    public static TestVault start() {
        assumeTrue(isThere(), NeedsVault.INSTALL);
        return new TestVault();
    }

    /** What {@code VAULT_ADDR} is set to. */
    public String uri() {
        return socket.uri();
    }

    /** Where the server itself speaks TLS, with a certificate from {@link #ca()}. */
    public String securedUri() {
        return own().securedUri();
    }

    public PrivateCa ca() {
        return own().ca();
    }

    private static OpenBaoServer own() {
        assumeTrue(ADDRESS.isEmpty(), "-Dvault.address names a server without TLS");
        return Shared.SERVER;
    }

    public String rootToken() {
        return ADDRESS.isEmpty() ? Shared.SERVER.rootToken() : System.getProperty("vault.token", "root");
    }

    /** Of the server itself, for operators. */
    String operatorUri() {
        return address();
    }

    /** Somebody with every right, to set things up. */
    public VaultOperator operator() {
        return VaultOperator.at(address(), rootToken());
    }

    /** Everything fails like this from now on, until {@link #heal}. */
    public void fail(VaultFault fault) {
        if (fault == VaultFault.DOWN) {
            socket.close();
        } else {
            faults.set("", fault);
        }
    }

    /** Requests whose path, without {@code /v1/}, begins with the prefix fail like this until {@link #heal}. */
    public void fail(String prefix, VaultFault fault) {
        if (fault == VaultFault.DOWN) {
            throw new IllegalArgumentException("a socket is closed for all paths or for none");
        }
        faults.set(prefix, fault);
    }

    /** From now on the answers of faults carry this text: a broken one may carry the secret that was asked for. */
    public void leak(String text) {
        faults.leak(text);
    }

    /** Ends all faults; requests that hang are answered. */
    public void heal() {
        faults.heal();
        socket.open();
    }

    /** Those since the start or the last {@link #forgetRequests}, in the order they came. */
    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Those of {@link #requests} whose path begins with the prefix. */
    List<RecordedRequest> requests(String prefix) {
        return requests.stream()
                .filter(request -> request.path().startsWith(prefix))
                .toList();
    }

    void forgetRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        faults.heal();
        socket.shutDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
        requests.add(new RecordedRequest(exchange.getRequestMethod(), path));
        try {
            if (!faults.play(path, exchange)) {
                forward(exchange).sendTo(exchange);
            }
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private VaultAnswer forward(HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase())) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        String type = answer.headers().firstValue("Content-Type").orElse("application/json");
        return new VaultAnswer(answer.statusCode(), type, answer.body());
    }

    private static String address() {
        return ADDRESS.isEmpty() ? Shared.SERVER.uri() : ADDRESS;
    }

    /** One for all tests of this JVM. */
    private static final class Shared {

        static final OpenBaoServer SERVER = OpenBaoServer.inDevelopmentMode();
    }
}
