package io.korests.vault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.client.VaultHttpHeaders;
import org.springframework.vault.core.VaultKeyValueOperationsSupport.KeyValueBackend;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultResponse;
import org.springframework.web.client.HttpClientErrorException;

/** Sets up a Vault over its API, as an operator does with the command line. */
public final class VaultOperator {

    private final VaultTemplate vault;

    private VaultOperator(VaultTemplate vault) {
        this.vault = vault;
    }

    /** An operator with every right. */
    static VaultOperator at(String uri, String rootToken) {
        return in("", uri, rootToken);
    }

    /** In a namespace; the empty one is the root. */
    static VaultOperator in(String namespace, String uri, String rootToken) {
        // No connection is kept: one from before Vault went away would fail the first request after it.
        RestTemplateBuilder http = RestTemplateBuilder.builder()
                .endpoint(VaultEndpoint.from(uri))
                .requestFactory(new SimpleClientHttpRequestFactory())
                .defaultHeader("Connection", "close");
        if (!namespace.isEmpty()) {
            http.defaultHeader(VaultHttpHeaders.VAULT_NAMESPACE, namespace);
        }
        return new VaultOperator(new VaultTemplate(http, new SimpleSessionManager(new TokenAuthentication(rootToken))));
    }

    /** {@code vault kv put secret/PATH KEY=VALUE…}. */
    public void putSecret(String path, Map<String, ?> values) {
        vault.opsForVersionedKeyValue("secret").put(path, values);
    }

    /** {@code vault kv patch secret/PATH …}: the other fields stay. */
    void patchSecret(String path, Map<String, ?> values) {
        vault.opsForKeyValue("secret", KeyValueBackend.KV_2).patch(path, values);
    }

    /** {@code vault kv delete secret/PATH}: the values are gone, but can be brought back. */
    public void deleteSecret(String path) {
        vault.opsForVersionedKeyValue("secret").delete(path);
    }

    /** {@code vault policy write NAME -}. */
    public void putPolicy(String name, String hcl) {
        vault.write("sys/policies/acl/" + name, Map.of("policy", hcl));
    }

    /** {@code vault token create -policy=POLICY -ttl=TTL -explicit-max-ttl=MAX}. */
    public String createToken(String policy, Duration ttl, Duration maxTtl) {
        VaultResponse created = vault.write(
                "auth/token/create",
                Map.of("policies", List.of(policy), "ttl", seconds(ttl), "explicit_max_ttl", seconds(maxTtl)));
        return (String) Objects.requireNonNull(created).getAuth().get("client_token");
    }

    /** {@code vault token revoke} for every token but root's, as an operator does after an incident. */
    public void revokeTokens() {
        for (String accessor : List.copyOf(vault.list("auth/token/accessors"))) {
            if (!List.of("root").equals(policies(accessor))) {
                vault.write("auth/token/revoke-accessor", Map.of("accessor", accessor));
            }
        }
    }

    private @Nullable Object policies(String accessor) {
        return vault.write("auth/token/lookup-accessor", Map.of("accessor", accessor))
                .getRequiredData()
                .get("policies");
    }

    /** {@code vault write auth/approle/role/NAME …}, anew, and the two ids a client logs in with. */
    public AppRole createAppRole(String name, String policy, Duration ttl, Duration maxTtl) {
        enable("sys/auth/approle", "approle");
        String role = "auth/approle/role/" + name;
        // With its role id go the refusals that a lock-out counts.
        vault.delete(role);
        vault.write(
                role, Map.of("token_policies", policy, "token_ttl", seconds(ttl), "token_max_ttl", seconds(maxTtl)));
        String roleId = text(vault.read(role + "/role-id"), "role_id");
        return new AppRole(roleId, text(vault.write(role + "/secret-id", null), "secret_id"));
    }

    /** {@code vault write auth/kubernetes/role/NAME …} for one service account of the cluster. */
    public void createKubernetesRole(String name, String policy, FakeKubernetesApi cluster, String account) {
        enable("sys/auth/kubernetes", "kubernetes");
        vault.write(
                "auth/kubernetes/config",
                Map.of(
                        "kubernetes_host", cluster.uri(),
                        "kubernetes_ca_cert", cluster.caCertificate(),
                        "token_reviewer_jwt", cluster.tokenOf("vault", "vault"),
                        "disable_local_ca_jwt", true));
        String[] parts = account.split("/");
        vault.write(
                "auth/kubernetes/role/" + name,
                Map.of(
                        "bound_service_account_namespaces", parts[0],
                        "bound_service_account_names", parts[1],
                        "token_policies", policy));
    }

    /** {@code vault write -f transit/keys/NAME type=TYPE}. */
    public void createTransitKey(String name, String type) {
        enable("sys/mounts/transit", "transit");
        vault.write("transit/keys/" + name, Map.of("type", type));
    }

    /** {@code vault write -f transit/keys/NAME/rotate}. */
    public void rotateTransitKey(String name) {
        vault.write("transit/keys/" + name + "/rotate", null);
    }

    /** For what has no method here. */
    public VaultTemplate template() {
        return vault;
    }

    /** Mounts an engine or a way to log in, unless there is one at that path. */
    void enable(String path, String type) {
        try {
            vault.write(path, Map.of("type", type));
        } catch (VaultException e) {
            boolean there = e.getCause() instanceof HttpClientErrorException cause
                    && cause.getResponseBodyAsString().contains("already in use");
            if (!there) {
                throw e;
            }
        }
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    private static String text(@Nullable VaultResponse response, String field) {
        return (String) Objects.requireNonNull(response).getRequiredData().get(field);
    }

    /** What an AppRole client logs in with. */
    public record AppRole(String roleId, String secretId) {}
}
