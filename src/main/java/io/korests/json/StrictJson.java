package io.korests.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Parsers that refuse what two readers could understand differently. Safe for use by many threads. */
public final class StrictJson {
    private static final int LONGEST_NAME = 256;

    private StrictJson() {}

    /**
     * @param deepest how deep the text may be nested
     * @param longestText how many characters a string or a number in it may have; a name may have 256
     */
    public static JsonFactory factory(int deepest, int longestText) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // The factory would keep names for the next parser: callers could fill the memory with ever new ones.
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxStringLength(longestText)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(longestText)
                        .build())
                .build();
    }

    /** Its exceptions quote the text: their messages must not reach a caller or a log. */
    public static JsonParser parser(String text, JsonFactory factory) {
        return factory.createParser(ObjectReadContext.empty(), text);
    }
}
