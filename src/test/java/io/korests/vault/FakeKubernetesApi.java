package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one part of a Kubernetes API server that Vault's Kubernetes authentication needs: service accounts with tokens,
 * and TokenReview, which says whose token it is. A real Vault can be pointed at it as well.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/">
 *     TokenReview</a>
 */
public final class FakeKubernetesApi implements AutoCloseable {

    static final String TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final HttpServer server;

    private FakeKubernetesApi(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback address. */
    public static FakeKubernetesApi start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeKubernetesApi api = new FakeKubernetesApi(server);
            server.createContext(TOKEN_REVIEWS, api::review);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a CA that signed nothing, since it speaks plain HTTP: OpenBao wants one where it has no service account of its own. */
    public String caCertificate() {
        try {
            Path folder = Files.createTempDirectory("cluster");
            String pem = Files.readString(PrivateCa.in(folder).pem());
            FileSystemUtils.deleteRecursively(folder);
            return pem;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** What Vault's {@code kubernetes_host} is set to. */
    public String uri() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    /** A token as a pod finds it at {@code /var/run/secrets/kubernetes.io/serviceaccount/token}. */
    public String tokenOf(String namespace, String name) {
        Account account = new Account(namespace, name, UUID.randomUUID().toString());
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = JSON.createObjectNode();
        claims.put("iss", "https://kubernetes.default.svc.cluster.local");
        claims.put("iat", now).put("nbf", now).put("exp", now + 3600);
        claims.put("sub", account.user());
        ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", namespace);
        kubernetes.putObject("serviceaccount").put("name", name).put("uid", account.uid());
        // Nobody checks the signature but the cluster, and the cluster is this class, which knows the whole token.
        String token = part("{\"alg\":\"RS256\",\"kid\":\"fake\"}") + "." + part(claims.toString()) + "."
                + part(account.uid());
        accounts.put(token, account);
        return token;
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void review(HttpExchange exchange) throws IOException {
        JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
        @Nullable
        Account account = accounts.get(asked.path("spec").path("token").asString(""));
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
        ObjectNode status = review.putObject("status").put("authenticated", account != null);
        if (account != null) {
            status.putObject("user").put("username", account.user()).put("uid", account.uid());
        }
        VaultAnswer.json(201, review.toString()).sendTo(exchange);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Account(String namespace, String name, String uid) {

        String user() {
            return "system:serviceaccount:" + namespace + ":" + name;
        }
    }
}
