package io.korests.vault;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A named key with all its versions. Safe for use by several threads. */
final class TransitKey {

    private final SortedMap<Integer, Version> versions = new TreeMap<>();
    private final String name;
    private final TransitKeyType type;
    private int minDecryptionVersion = 1;

    TransitKey(String name, TransitKeyType type, Instant now) {
        this.name = name;
        this.type = type;
        rotate(now);
    }

    TransitKeyType type() {
        return type;
    }

    synchronized int latest() {
        return versions.isEmpty() ? 0 : versions.lastKey();
    }

    /** Adds a version, which is the one to sign with from now on. */
    void rotate(Instant now) {
        Version version = new Version(type.generate(), now);
        synchronized (this) {
            versions.put(latest() + 1, version);
        }
    }

    synchronized void minDecryptionVersion(int version) {
        minDecryptionVersion = version;
    }

    /** The version's private half, null if there is no such version any more or the type has none. */
    synchronized @Nullable PrivateKey privateKey(int number) {
        Version version = number < minDecryptionVersion ? null : versions.get(number);
        return version == null || version.pair() == null ? null : version.pair().getPrivate();
    }

    /** What reading the key answers; versions below the minimum are not shown, as in Vault. */
    synchronized ObjectNode describe() {
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        data.put("allow_plaintext_backup", false);
        data.put("auto_rotate_period", 0);
        data.put("deletion_allowed", false);
        data.put("derived", false);
        data.put("exportable", false);
        data.put("imported_key", false);
        ObjectNode keys = data.putObject("keys");
        versions.tailMap(minDecryptionVersion).forEach((number, version) -> describe(keys, "" + number, version));
        data.put("latest_version", latest());
        data.put("min_available_version", 0);
        data.put("min_decryption_version", minDecryptionVersion);
        data.put("min_encryption_version", 0);
        data.put("name", name);
        data.put("supports_decryption", !type.signs() || type.isRsa());
        data.put("supports_derivation", !type.signs());
        data.put("supports_encryption", !type.signs() || type.isRsa());
        data.put("supports_signing", type.signs());
        data.put("type", type.toString());
        return data;
    }

    private void describe(ObjectNode keys, String number, Version version) {
        KeyPair pair = version.pair();
        if (pair == null) {
            keys.put(number, version.created().getEpochSecond());
            return;
        }
        keys.putObject(number)
                .put("certificate_chain", "")
                .put("creation_time", version.created().toString())
                .put("name", type.versionName())
                .put("public_key", type.encode(pair.getPublic()));
    }

    private record Version(@Nullable KeyPair pair, Instant created) {}
}
