package io.korests.json;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object that keeps the bytes it was written with: the digits of its numbers and the order of its keys.
 *
 * @param text the object's JSON text
 */
public record JsonObject(String text) {
    private static final int MOST_BYTES = 4096;
    private static final JsonFactory JSON = StrictJson.factory(32, 16 * 1024);

    /**
     * @throws IllegalArgumentException whose message goes after the name of the field, if the text is not exactly one JSON
     *     object or longer than 4 KiB
     */
    public JsonObject {
        text = text.strip();
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("is longer than 4 KiB");
        }
        if (!isObject(text)) {
            throw new IllegalArgumentException("is not a JSON object such as {\"tier\":\"gold\"}, with no key twice"
                    + " and at most 30 levels deep");
        }
    }

    private static boolean isObject(String text) {
        try (JsonParser parser = StrictJson.parser(text, JSON)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException exception) {
            return false;
        }
    }

    /** Custom data may be about a person, so it is not for logs. */
    @Override
    public String toString() {
        return "JsonObject[" + text.length() + " characters]";
    }
}
