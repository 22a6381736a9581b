package io.korests.vault;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AppRole authentication method: roles, their role id, secret ids, login.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/approle">AppRole auth method API</a>
 */
final class FakeAppRole implements FakeEngine {

    private static final String REFUSED = "invalid role or secret ID";

    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final FakeTokens tokens;

    FakeAppRole(FakeTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return "approle";
    }

    @Override
    public VaultAnswer answer(VaultRequest request) {
        if (request.path().equals("login")) {
            return logIn(request);
        }
        String[] parts = request.path().split("/");
        if (!parts[0].equals("role") || parts.length < 2) {
            return VaultAnswer.unsupported();
        }
        if (parts.length == 2 && request.writes()) {
            roles.put(parts[1], Role.of(TokenGrant.of(request)));
            return VaultAnswer.noContent();
        }
        Role role = roles.get(parts[1]);
        return role == null || parts.length == 2 ? VaultAnswer.notFound() : ofRole(role, parts[2]);
    }

    private static VaultAnswer ofRole(Role role, String what) {
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        switch (what) {
            case "role-id" -> data.put("role_id", role.id());
            case "secret-id" -> {
                String secret = UUID.randomUUID().toString();
                role.secrets().add(secret);
                data.put("secret_id", secret);
                data.put("secret_id_accessor", UUID.randomUUID().toString());
                data.put("secret_id_num_uses", 0);
                data.put("secret_id_ttl", 0);
            }
            default -> {
                return VaultAnswer.unsupported();
            }
        }
        return VaultAnswer.data(data);
    }

    private VaultAnswer logIn(VaultRequest request) {
        String roleId = request.text("role_id");
        if (roleId.isEmpty()) {
            return VaultAnswer.errors(400, "missing role_id");
        }
        Role role = roles.values().stream()
                .filter(candidate -> candidate.id().equals(roleId))
                .findAny()
                .orElse(null);
        if (role == null) {
            return VaultAnswer.errors(400, REFUSED);
        }
        if (request.text("secret_id").isEmpty()) {
            return VaultAnswer.errors(400, "missing secret_id");
        }
        return role.secrets().contains(request.text("secret_id"))
                ? tokens.login(role.grant(), "auth/approle/login")
                : VaultAnswer.errors(400, REFUSED);
    }

    private record Role(String id, TokenGrant grant, Set<String> secrets) {

        static Role of(TokenGrant grant) {
            return new Role(UUID.randomUUID().toString(), grant, ConcurrentHashMap.newKeySet());
        }
    }
}
