package io.korests.vault;

import java.time.Clock;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is below {@code sys/}: health, seal, policies, mounts.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/system">System backend</a>
 */
final class FakeSystem {

    private static final String UI_MOUNTS = "sys/internal/ui/mounts/";

    private final FakeTokens tokens;
    private final FakePolicies policies;
    private final FakeMounts mounts;
    private final Clock clock;
    private volatile boolean sealed;
    private volatile boolean standby;

    FakeSystem(FakeTokens tokens, FakePolicies policies, FakeMounts mounts, Clock clock) {
        this.tokens = tokens;
        this.policies = policies;
        this.mounts = mounts;
        this.clock = clock;
    }

    boolean sealed() {
        return sealed;
    }

    void sealed(boolean value) {
        sealed = value;
    }

    void standby(boolean value) {
        standby = value;
    }

    /** Whether Vault answers this path without a token, and even while it is sealed. */
    static boolean isOpen(String path) {
        return path.equals("sys/health")
                || path.equals("sys/seal-status")
                || path.equals("sys/unseal")
                || path.equals("sys/init");
    }

    /** Whether Vault answers this path without asking the policies first. */
    static boolean isUnguarded(String path) {
        return isOpen(path) || path.startsWith(UI_MOUNTS);
    }

    VaultAnswer answer(VaultRequest request) {
        String path = request.path();
        return switch (path) {
            case "sys/health" -> health(request);
            case "sys/seal-status" -> VaultAnswer.json(200, sealStatus());
            case "sys/init" ->
                VaultAnswer.json(200, VaultAnswer.JSON.createObjectNode().put("initialized", true));
            case "sys/seal", "sys/unseal" -> {
                sealed = path.equals("sys/seal");
                yield sealed ? VaultAnswer.noContent() : VaultAnswer.json(200, sealStatus());
            }
            default -> configure(request);
        };
    }

    private VaultAnswer configure(VaultRequest request) {
        String path = request.path();
        if (path.startsWith(UI_MOUNTS)) {
            return mountOf(request, path.substring(UI_MOUNTS.length()));
        }
        if (path.startsWith("sys/policies/acl/") || path.startsWith("sys/policy/")) {
            return policy(request, path.substring(path.lastIndexOf('/') + 1));
        }
        if (path.equals("sys/mounts") || path.startsWith("sys/mounts/")) {
            return mounts.configure(request, "");
        }
        if (path.equals("sys/auth") || path.startsWith("sys/auth/")) {
            return mounts.configure(request, "auth/");
        }
        return VaultAnswer.unsupported();
    }

    private VaultAnswer mountOf(VaultRequest request, String path) {
        FakeToken token = tokens.find(request.token()).orElse(null);
        String mount = mounts.mountOf(path + "/").orElse("");
        if (token == null) {
            return VaultAnswer.errors(403, FakeVault.INVALID_TOKEN);
        }
        if (mount.isEmpty() || !policies.reach(token.grant().policies(), mount)) {
            return VaultAnswer.errors(
                    403,
                    "preflight capability check returned 403, please ensure client's policies grant access to path \""
                            + path + "/\"");
        }
        return VaultAnswer.data(mounts.describe(mount));
    }

    private VaultAnswer policy(VaultRequest request, String name) {
        if (request.deletes()) {
            policies.remove(name);
            return VaultAnswer.noContent();
        }
        if (request.writes()) {
            policies.put(name, request.text("policy") + request.text("rules"));
            return VaultAnswer.noContent();
        }
        String text = policies.text(name);
        ObjectNode data = VaultAnswer.JSON.createObjectNode().put("name", name).put("policy", text);
        return text.isEmpty() ? VaultAnswer.notFound() : VaultAnswer.data(data.put("rules", text));
    }

    private VaultAnswer health(VaultRequest request) {
        ObjectNode health = VaultAnswer.JSON.createObjectNode();
        health.put("initialized", true).put("sealed", sealed).put("standby", standby);
        health.put("performance_standby", false).put("replication_performance_mode", "disabled");
        health.put("replication_dr_mode", "disabled")
                .put("server_time_utc", clock.instant().getEpochSecond());
        health.put("version", "1.20.4").put("cluster_name", "fake").put("cluster_id", "fake");
        if (sealed) {
            return VaultAnswer.json(503, health);
        }
        return VaultAnswer.json(standby && request.parameter("standbyok") == null ? 429 : 200, health);
    }

    private ObjectNode sealStatus() {
        ObjectNode status = VaultAnswer.JSON.createObjectNode();
        status.put("type", "shamir").put("initialized", true).put("sealed", sealed);
        return status.put("t", 1)
                .put("n", 1)
                .put("progress", 0)
                .put("nonce", "")
                .put("version", "1.20.4");
    }
}
