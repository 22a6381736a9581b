package io.korests.vault;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All versions of what was written to one path of the key-value engine. Safe for use by several threads. */
final class KeyValueSecret {

    private final SortedMap<Integer, Version> versions = new TreeMap<>();
    private final Instant created;
    private Instant updated;

    KeyValueSecret(Instant created) {
        this.created = created;
        this.updated = created;
    }

    /** The number of the version written last, 0 before the first. */
    synchronized int current() {
        return versions.isEmpty() ? 0 : versions.lastKey();
    }

    /**
     * Adds a version and describes it.
     *
     * @param expected the current version's number, if the writer names it; null is answered to a wrong one
     */
    synchronized @Nullable ObjectNode write(JsonNode values, Instant now, @Nullable Integer expected) {
        if (expected != null && expected != current()) {
            return null;
        }
        int number = current() + 1;
        Version version = new Version(values, now, null, false);
        versions.put(number, version);
        updated = now;
        return version.describe().put("version", number);
    }

    /** The version's values and metadata; values are null if it was deleted or destroyed; null if there is none. */
    synchronized @Nullable ObjectNode read(int number) {
        Version version = versions.get(number);
        if (version == null) {
            return null;
        }
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        data.set("data", version.readable() ? version.values() : null);
        data.set("metadata", version.describe().put("version", number));
        return data;
    }

    /** Marks a version as deleted, or with null brings it back. */
    synchronized void delete(int number, @Nullable Instant deleted) {
        versions.computeIfPresent(
                number, (unused, old) -> new Version(old.values(), old.created(), deleted, old.destroyed()));
    }

    synchronized void destroy(int number) {
        versions.computeIfPresent(
                number, (unused, old) -> new Version(VaultAnswer.JSON.nullNode(), old.created(), old.deleted(), true));
    }

    synchronized ObjectNode metadata() {
        ObjectNode metadata = VaultAnswer.JSON.createObjectNode();
        metadata.put("cas_required", false);
        metadata.put("created_time", created.toString());
        metadata.put("current_version", current());
        metadata.putNull("custom_metadata");
        metadata.put("delete_version_after", "0s");
        metadata.put("max_versions", 0);
        metadata.put("oldest_version", versions.isEmpty() ? 0 : versions.firstKey());
        metadata.put("updated_time", updated.toString());
        ObjectNode list = metadata.putObject("versions");
        versions.forEach((number, version) -> list.set("" + number, version.describe()));
        return metadata;
    }

    private record Version(
            JsonNode values, Instant created, @Nullable Instant deleted, boolean destroyed) {

        boolean readable() {
            return deleted == null && !destroyed;
        }

        ObjectNode describe() {
            ObjectNode metadata = VaultAnswer.JSON.createObjectNode();
            metadata.put("created_time", created.toString());
            metadata.putNull("custom_metadata");
            metadata.put("deletion_time", deleted == null ? "" : deleted.toString());
            metadata.put("destroyed", destroyed);
            return metadata;
        }
    }
}
