package io.korests.audit;

import io.korests.StsProperties;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Writes an identity the way the operator chose. */
final class AuditedIdentity {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 16;

    private final UnaryOperator<@Nullable String> form;

    AuditedIdentity(StsProperties.Audit properties) {
        this.form = switch (properties.identity()) {
            case PLAIN -> identity -> identity;
            case HASHED -> {
                SecretKey key = new SecretKeySpec(
                        Objects.requireNonNull(properties.hashKey()).getBytes(StandardCharsets.UTF_8), ALGORITHM);
                yield identity -> identity == null ? null : hash(key, identity);
            }
            case OMITTED -> identity -> null;
        };
    }

    /** @return null if there is none, or it is to be left out */
    @Nullable
    String of(@Nullable String identity) {
        return form.apply(identity);
    }

    /** The first 128 bits of HMAC-SHA256, in hexadecimal: the same person is the same text, and nobody is named. */
    private static String hash(SecretKey key, String identity) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(identity.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, exception);
        }
    }
}
