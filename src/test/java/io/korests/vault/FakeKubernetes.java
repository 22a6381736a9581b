package io.korests.vault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Kubernetes authentication method: like Vault it asks the cluster, by a TokenReview, whose service account token
 * it was given; {@link FakeKubernetesApi} answers.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/kubernetes">Kubernetes auth method API</a>
 */
final class FakeKubernetes implements FakeEngine {

    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeTokens tokens;
    private volatile String cluster = "";

    FakeKubernetes(FakeTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return "kubernetes";
    }

    @Override
    public VaultAnswer answer(VaultRequest request) {
        if (request.path().equals("login")) {
            return logIn(request);
        }
        if (request.path().equals("config") && request.writes()) {
            cluster = request.text("kubernetes_host");
            return VaultAnswer.noContent();
        }
        String role = request.after("role/");
        if (role == null || !request.writes()) {
            return VaultAnswer.unsupported();
        }
        roles.put(role, Role.of(request));
        return VaultAnswer.noContent();
    }

    private VaultAnswer logIn(VaultRequest request) {
        Role role = roles.get(request.text("role"));
        if (role == null) {
            return VaultAnswer.errors(400, "invalid role name \"" + request.text("role") + "\"");
        }
        try {
            String user = review(request.text("jwt"));
            return role.admits(user)
                    ? tokens.login(role.grant(), "auth/kubernetes/login")
                    : VaultAnswer.errors(403, "permission denied");
        } catch (IOException e) {
            return VaultAnswer.errors(500, "internal error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return VaultAnswer.errors(500, "internal error");
        }
    }

    /** The user name of a service account's token, empty for one that the cluster does not know. */
    private String review(String jwt) throws IOException, InterruptedException {
        ObjectNode review = VaultAnswer.JSON.createObjectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
        review.putObject("spec").put("token", jwt);
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster + FakeKubernetesApi.TOKEN_REVIEWS))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(review.toString()))
                .build();
        JsonNode status = VaultAnswer.JSON
                .readTree(http.send(request, BodyHandlers.ofString()).body())
                .path("status");
        return status.path("authenticated").asBoolean(false)
                ? status.path("user").path("username").asString("")
                : "";
    }

    private record Role(List<String> names, List<String> namespaces, TokenGrant grant) {

        static Role of(VaultRequest request) {
            return new Role(
                    request.texts("bound_service_account_names"),
                    request.texts("bound_service_account_namespaces"),
                    TokenGrant.of(request));
        }

        /** Whether the role is for that user, {@code system:serviceaccount:NAMESPACE:NAME}. */
        boolean admits(String user) {
            String[] parts = user.split(":");
            return parts.length == 4
                    && (namespaces.contains(parts[2]) || namespaces.contains("*"))
                    && (names.contains(parts[3]) || names.contains("*"));
        }
    }
}
