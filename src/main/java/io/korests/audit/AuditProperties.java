package io.korests.audit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the audit log says of people.
 *
 * @param identity whether the identity stands in it plain, hashed or not at all
 * @param hashKey for hashed: the key of the hash, at least 16 characters, the same on all replicas
 */
@ConfigurationProperties(prefix = "sts.audit", ignoreUnknownFields = false)
record AuditProperties(
        @DefaultValue("plain") IdentityInAudit identity,
        @Nullable String hashKey) {

    private static final int SHORTEST_KEY = 16;

    AuditProperties {
        if (identity == IdentityInAudit.HASHED && (hashKey == null || hashKey.length() < SHORTEST_KEY)) {
            throw new IllegalArgumentException("hash-key is not set or has fewer than " + SHORTEST_KEY
                    + " characters, which sts.audit.identity hashed needs: without a key, hashes of e-mail addresses"
                    + " are easily guessed; make one with, for instance, openssl rand -base64 24");
        }
    }

    /** How an identity is written. */
    enum IdentityInAudit {
        PLAIN,
        HASHED,
        OMITTED
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "AuditProperties[" + identity + ']';
    }
}
