package io.korests.client;

import io.korests.key.ContentEncryption;
import io.korests.key.KeyEncryption;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a client's tokens are encrypted.
 *
 * @param publicKey Kore's public key: the JWK as the Kore console shows it, or PEM together with key-id
 * @param keyId the key id (kid) of a public key that brings none of its own, as PEM does not
 * @param algorithm how the content key is encrypted: RSA-OAEP or RSA1_5
 * @param method how the token is encrypted: A128CBC-HS256, A128GCM or A256GCM
 * @param contentType whether the header says cty: JWT (RFC 7519 §5.2); Kore's page does not list it
 */
public record EncryptionProperties(
        @Nullable String publicKey,
        @Nullable String keyId,
        @DefaultValue("RSA-OAEP") KeyEncryption algorithm,
        @DefaultValue("A128CBC-HS256") ContentEncryption method,
        @DefaultValue("false") boolean contentType) {

    public EncryptionProperties {
        if (publicKey == null || publicKey.isBlank()) {
            throw new IllegalArgumentException(
                    "public-key is not set: set it to the JWK that the Kore console shows for the app,"
                            + " in YAML between single quotes");
        }
        keyId = keyId == null || keyId.isBlank() ? null : keyId;
    }

    /** Leaves out the key: it may be a private one, pasted by mistake. */
    @Override
    public String toString() {
        return "EncryptionProperties[" + algorithm + ", " + method + ']';
    }
}
