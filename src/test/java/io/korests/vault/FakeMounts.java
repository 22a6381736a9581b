package io.korests.vault;

import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which engine is mounted where. Mounted from the start, as in a server in dev mode: {@code secret/}, a versioned
 * key-value engine, and {@code auth/token/}.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/system/mounts">/sys/mounts</a>
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/system/auth">/sys/auth</a>
 */
final class FakeMounts {

    private final Map<String, FakeEngine> engines = new ConcurrentSkipListMap<>();
    private final FakeTokens tokens;
    private final Clock clock;

    FakeMounts(FakeTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
        engines.put("auth/token/", tokens);
        engines.put("secret/", new FakeKeyValueEngine(clock));
    }

    /** The mount a path is below: its path with the slash at the end. */
    Optional<String> mountOf(String path) {
        return engines.keySet().stream().filter(path::startsWith).max(Comparator.comparing(String::length));
    }

    VaultAnswer route(VaultRequest request) {
        String mount = mountOf(request.path()).orElse(null);
        FakeEngine engine = mount == null ? null : engines.get(mount);
        return mount == null || engine == null
                ? VaultAnswer.errors(404, "no handler for route \"" + request.path() + "\". route entry not found.")
                : engine.answer(request.below(mount));
    }

    /** Below {@code sys/mounts} and {@code sys/auth}: list, mount, unmount. */
    VaultAnswer configure(VaultRequest request, String prefix) {
        String[] parts = request.path().split("/", 3);
        if (parts.length < 3 || parts[2].isEmpty()) {
            return VaultAnswer.data(table(prefix));
        }
        String mount = prefix + parts[2].replaceFirst("/?$", "/");
        if (request.deletes()) {
            engines.remove(mount);
            return VaultAnswer.noContent();
        }
        FakeEngine engine = create(request.text("type"));
        if (engine == null) {
            return VaultAnswer.errors(400, "plugin not found in the catalog: " + request.text("type"));
        }
        return engines.putIfAbsent(mount, engine) == null
                ? VaultAnswer.noContent()
                : VaultAnswer.errors(400, "path is already in use at " + mount.substring(prefix.length()));
    }

    private @Nullable FakeEngine create(String type) {
        return switch (type) {
            case "kv", "kv-v2" -> new FakeKeyValueEngine(clock);
            case "transit" -> new FakeTransitEngine(clock);
            case "approle" -> new FakeAppRole(tokens);
            case "kubernetes" -> new FakeKubernetes(tokens);
            default -> null;
        };
    }

    private ObjectNode table(String prefix) {
        ObjectNode table = VaultAnswer.JSON.createObjectNode();
        engines.keySet().stream()
                .filter(mount -> mount.startsWith("auth/") == prefix.equals("auth/"))
                .forEach(mount -> table.set(mount.substring(prefix.length()), describe(mount)));
        return table;
    }

    /** A mount as the tables and {@code sys/internal/ui/mounts} show it. */
    ObjectNode describe(String mount) {
        FakeEngine engine = engines.get(mount);
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        String type = engine == null ? "" : engine.type();
        data.put("accessor", type + "_" + Integer.toHexString(mount.hashCode()));
        data.putObject("config")
                .put("default_lease_ttl", 0)
                .put("force_no_cache", false)
                .put("max_lease_ttl", 0);
        data.put("description", "");
        data.put("external_entropy_access", false);
        data.put("local", false);
        if (type.equals("kv")) {
            data.putObject("options").put("version", "2");
        } else {
            data.putNull("options");
        }
        data.put("path", mount);
        data.put("seal_wrap", false);
        data.put("type", type);
        return data;
    }
}
