package io.korests.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a token. Without the signature, so that nobody can use it.
 *
 * @param client the local name of the client that it was compared with, or null
 * @param header null if the text is no token
 * @param claims null if they cannot be read
 */
public record Explanation(
        @Nullable String client,
        @Nullable JsonNode header,
        @Nullable JsonNode claims,
        List<Found> findings) {
    /** Whether Kore should take the token. */
    @JsonProperty
    public boolean accepted() {
        return findings.stream().noneMatch(Found::refused);
    }

    /**
     * A finding about one token.
     *
     * @param refused whether Kore should not take the token because of it
     * @param detail what is so in this token, or empty
     */
    public record Found(String id, boolean refused, String sentence, String detail, String fix, String source) {}
}
