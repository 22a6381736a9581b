package io.korests.vault;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versioned key-value engine: data, metadata, delete, undelete, destroy.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2">KV secrets engine, version 2</a>
 */
final class FakeKeyValueEngine implements FakeEngine {

    private final Map<String, KeyValueSecret> secrets = new ConcurrentSkipListMap<>();
    private final Clock clock;

    FakeKeyValueEngine(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return "kv";
    }

    @Override
    public VaultAnswer answer(VaultRequest request) {
        int slash = request.path().indexOf('/');
        String name = request.path().substring(slash + 1);
        // `data/name` and, at the root of a list, `metadata` alone.
        return switch (slash < 0 ? request.path() : request.path().substring(0, slash)) {
            case "data" -> data(request, name);
            case "metadata" -> metadata(request, slash < 0 ? "" : name);
            case "delete", "undelete", "destroy" -> change(request, name);
            default -> VaultAnswer.notFound();
        };
    }

    private VaultAnswer data(VaultRequest request, String name) {
        if (request.writes()) {
            return write(request, name);
        }
        KeyValueSecret secret = secrets.get(name);
        if (request.deletes()) {
            if (secret != null) {
                secret.delete(secret.current(), clock.instant());
            }
            return VaultAnswer.noContent();
        }
        return secret == null ? VaultAnswer.notFound() : read(secret, request.parameter("version"));
    }

    private static VaultAnswer read(KeyValueSecret secret, @Nullable String wanted) {
        int number = Integer.parseInt(Objects.requireNonNullElse(wanted, "0"));
        ObjectNode data = secret.read(number == 0 ? secret.current() : number);
        if (data == null) {
            return VaultAnswer.notFound();
        }
        return VaultAnswer.data(data.path("data").isNull() ? 404 : 200, data);
    }

    private VaultAnswer write(VaultRequest request, String name) {
        JsonNode values = request.body().path("data");
        if (!values.isObject()) {
            return VaultAnswer.errors(400, "no data provided");
        }
        KeyValueSecret secret = secrets.computeIfAbsent(name, unused -> new KeyValueSecret(clock.instant()));
        JsonNode expected = request.body().path("options").path("cas");
        ObjectNode metadata = secret.write(values, clock.instant(), expected.isNumber() ? expected.asInt() : null);
        return metadata == null
                ? VaultAnswer.errors(400, "check-and-set parameter did not match the current version")
                : VaultAnswer.data(metadata);
    }

    private VaultAnswer metadata(VaultRequest request, String name) {
        if (request.lists()) {
            return list(name.isEmpty() || name.endsWith("/") ? name : name + "/");
        }
        KeyValueSecret secret = secrets.get(name);
        if (request.deletes()) {
            secrets.remove(name);
            return VaultAnswer.noContent();
        }
        if (secret == null) {
            return VaultAnswer.notFound();
        }
        return request.reads() ? VaultAnswer.data(secret.metadata()) : VaultAnswer.unsupported();
    }

    private VaultAnswer list(String folder) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : secrets.keySet()) {
            if (name.startsWith(folder)) {
                names.add(name.substring(folder.length()).replaceFirst("/.*", "/"));
            }
        }
        if (names.isEmpty()) {
            return VaultAnswer.notFound();
        }
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        data.set("keys", VaultAnswer.JSON.valueToTree(names));
        return VaultAnswer.data(data);
    }

    private VaultAnswer change(VaultRequest request, String name) {
        KeyValueSecret secret = secrets.get(name);
        if (secret == null) {
            return VaultAnswer.notFound();
        }
        for (JsonNode version : request.body().path("versions")) {
            if (request.path().startsWith("destroy/")) {
                secret.destroy(version.asInt());
            } else {
                secret.delete(version.asInt(), request.path().startsWith("delete/") ? clock.instant() : null);
            }
        }
        return VaultAnswer.noContent();
    }
}
