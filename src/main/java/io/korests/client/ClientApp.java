package io.korests.client;

import io.korests.key.EncryptionKey;
import io.korests.key.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * A Kore app, ready to mint for: every key opened, every setting checked.
 *
 * @param name the local name; metric tag and log field
 * @param clientId the client id; {@code iss} of its tokens
 * @param encryption null for tokens that are signed only
 */
public record ClientApp(
        String name,
        String clientId,
        SigningKey signingKey,
        ClaimPolicy policy,
        @Nullable EncryptionKey encryption) {

    /** Whether both sign with the same key, by what is public of it. */
    boolean hasSameKeyAs(ClientApp other) {
        return signingKey.description().equals(other.signingKey.description());
    }
}
