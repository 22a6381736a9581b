package io.korests.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Parsers that refuse what two readers could understand differently. Safe for use by many threads. */
public final class StrictJson {
    private static final JsonFactory FACTORY = factory(32, 16 * 1024);

    private StrictJson() {}

    /**
     * @param deepest how deep the text may be nested
     * @param longestText how many characters a string or a name in it may have
     */
    public static JsonFactory factory(int deepest, int longestText) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxStringLength(longestText)
                        .maxNameLength(longestText)
                        .build())
                .build();
    }

    /** Its exceptions quote the text: their messages must not reach a caller or a log. */
    public static JsonParser parser(String text) {
        return parser(text, FACTORY);
    }

    /** As the other, with the limits of {@link #factory}. */
    public static JsonParser parser(String text, JsonFactory factory) {
        return factory.createParser(ObjectReadContext.empty(), text);
    }
}
