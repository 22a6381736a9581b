package io.korests.vault;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that was issued, and how Vault describes it.
 *
 * @param path where it was issued: {@code auth/approle/login}
 * @param expires null for one that never ends, a root token
 */
record FakeToken(
        String id,
        String accessor,
        String path,
        TokenGrant grant,
        Instant issued,
        @Nullable Instant expires) {

    boolean aliveAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    private long ttlAt(Instant now) {
        return expires == null ? 0 : Duration.between(now, expires).toSeconds();
    }

    private String kind() {
        return grant.batch() ? "batch" : "service";
    }

    /** The {@code auth} block of a login or a renewal. */
    ObjectNode toAuth(Instant now) {
        ObjectNode auth = VaultAnswer.JSON.createObjectNode();
        auth.put("client_token", id);
        auth.put("accessor", accessor);
        auth.set("policies", VaultAnswer.JSON.valueToTree(grant.policies()));
        auth.set("token_policies", VaultAnswer.JSON.valueToTree(grant.policies()));
        auth.putObject("metadata");
        auth.put("lease_duration", ttlAt(now));
        auth.put("renewable", grant.renewable());
        auth.put("entity_id", "");
        auth.put("token_type", kind());
        auth.put("orphan", true);
        auth.putNull("mfa_requirement");
        auth.put("num_uses", 0);
        return auth;
    }

    /** The {@code data} block of a lookup. */
    ObjectNode toData(Instant now) {
        ObjectNode data = VaultAnswer.JSON.createObjectNode();
        data.put("accessor", accessor);
        data.put("creation_time", issued.getEpochSecond());
        data.put("creation_ttl", ttlAt(issued));
        data.put("display_name", path.split("/")[1]);
        data.put("entity_id", "");
        data.put("expire_time", expires == null ? null : expires.toString());
        data.put("explicit_max_ttl", 0);
        data.put("id", id);
        data.put("issue_time", issued.toString());
        data.putNull("meta");
        data.put("num_uses", 0);
        data.put("orphan", true);
        data.put("path", path);
        data.set("policies", VaultAnswer.JSON.valueToTree(grant.policies()));
        data.put("renewable", grant.renewable());
        data.put("ttl", ttlAt(now));
        data.put("type", kind());
        return data;
    }
}
