package io.korests.vault;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Transit engine, as far as it is about signing: create, read, rotate and configure keys, and sign with them. Keys
 * are made when they are created and leave the engine by no way.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit">Transit secrets engine API</a>
 */
final class FakeTransitEngine implements FakeEngine {

    private final Map<String, TransitKey> keys = new ConcurrentSkipListMap<>();
    private final Clock clock;

    FakeTransitEngine(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return "transit";
    }

    @Override
    public VaultAnswer answer(VaultRequest request) {
        String[] parts = request.path().split("/");
        if (parts[0].equals("sign") && parts.length >= 2 && request.writes()) {
            return sign(request, parts[1], parts.length == 3 ? parts[2] : request.text("hash_algorithm"));
        }
        if (!parts[0].equals("keys")) {
            return VaultAnswer.unsupported();
        }
        return switch (parts.length) {
            case 1 -> list();
            case 2 -> key(request, parts[1]);
            default -> change(request, parts[1], parts[2]);
        };
    }

    private VaultAnswer list() {
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        data.set("keys", VaultAnswer.JSON.valueToTree(keys.keySet()));
        return keys.isEmpty() ? VaultAnswer.notFound() : VaultAnswer.data(data);
    }

    private VaultAnswer key(VaultRequest request, String name) {
        if (request.writes()) {
            String type = request.body().path("type").asString("aes256-gcm96");
            return TransitKeyType.of(type)
                    .map(known -> keys.computeIfAbsent(name, unused -> new TransitKey(name, known, clock.instant())))
                    .map(key -> VaultAnswer.data(key.describe()))
                    .orElseGet(() -> VaultAnswer.errors(400, "unknown key type " + type));
        }
        if (request.deletes()) {
            return keys.remove(name) == null
                    ? VaultAnswer.errors(400, "error deleting policy " + name + ": could not delete key; not found")
                    : VaultAnswer.noContent();
        }
        TransitKey key = keys.get(name);
        return key == null ? VaultAnswer.notFound() : VaultAnswer.data(key.describe());
    }

    private VaultAnswer change(VaultRequest request, String name, String what) {
        TransitKey key = keys.get(name);
        if (key == null) {
            return VaultAnswer.errors(400, "no existing key named " + name + " could be found");
        }
        switch (what) {
            case "rotate" -> key.rotate(clock.instant());
            case "config" -> {
                if (request.body().has("min_decryption_version")) {
                    key.minDecryptionVersion(
                            request.body().path("min_decryption_version").asInt());
                }
            }
            default -> {
                return VaultAnswer.unsupported();
            }
        }
        return VaultAnswer.data(key.describe());
    }

    private VaultAnswer sign(VaultRequest request, String name, String hashName) {
        TransitHash hash =
                TransitHash.of(hashName.isEmpty() ? "sha2-256" : hashName).orElse(null);
        if (hash == null) {
            return VaultAnswer.errors(400, "invalid hash algorithm \"" + hashName + "\"");
        }
        TransitKey key = keys.get(name);
        if (key == null) {
            return VaultAnswer.errors(400, "signing key not found");
        }
        if (!key.type().signs()) {
            return VaultAnswer.errors(400, "key type " + key.type() + " does not support signing");
        }
        return sign(request, key, hash);
    }

    private static VaultAnswer sign(VaultRequest request, TransitKey key, TransitHash hash) {
        int version = request.body().path("key_version").asInt(0);
        int used = version == 0 ? key.latest() : version;
        PrivateKey privateKey = key.privateKey(used);
        if (privateKey == null) {
            return VaultAnswer.errors(
                    400, "requested version for signing is less than the minimum signing key version");
        }
        try {
            byte[] input = Base64.getDecoder().decode(request.text("input"));
            byte[] signature = new TransitSignature(key.type(), hash, request.body()).sign(privateKey, input);
            ObjectNode data = VaultAnswer.JSON.createObjectNode();
            data.put("key_version", used);
            data.put("signature", "vault:v" + used + ":" + Base64.getEncoder().encodeToString(signature));
            return VaultAnswer.data(data);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return VaultAnswer.errors(400, String.valueOf(e.getMessage()));
        }
    }
}
