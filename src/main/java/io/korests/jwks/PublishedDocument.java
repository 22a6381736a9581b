package io.korests.jwks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A document with the validator by which caches ask whether it changed (RFC 9110 §8.8.3). Immutable. */
final class PublishedDocument {

    private static final int ETAG_BYTES = 16;

    private final byte[] body;
    private final String etag;

    PublishedDocument(String text) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        this.etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest(body)) + '"';
    }

    /** Its bytes, not to be changed by the caller. */
    byte[] body() {
        return body;
    }

    /** Made from the bytes alone, so that all replicas say the same; with its quotes. */
    String etag() {
        return etag;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), ETAG_BYTES);
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("This Java runtime has no SHA-256", exception);
        }
    }
}
