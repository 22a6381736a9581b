package io.korests.token;

import io.jsonwebtoken.io.SerializationException;
import io.jsonwebtoken.io.Serializer;
import io.korests.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes headers and claims as JSON. JSON objects stay byte for byte as they were sent or configured. Safe for use by many
 * threads.
 */
final class ClaimsSerializer implements Serializer<Map<String, ?>> {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    @Override
    public void serialize(Map<String, ?> members, OutputStream out) {
        StringBuilder json = new StringBuilder(320);
        members.forEach((name, value) -> {
            json.append(json.isEmpty() ? '{' : ',');
            text(name, json);
            json.append(':');
            value(value, json);
        });
        try {
            out.write(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new SerializationException("The token cannot be written", exception);
        }
    }

    @Override
    @Deprecated
    public byte[] serialize(Map<String, ?> members) {
        throw new UnsupportedOperationException("JJWT writes to streams");
    }

    private static void value(Object value, StringBuilder json) {
        if (value instanceof String text) {
            text(text, json);
        } else if (value instanceof JsonObject object) {
            json.append(object.text());
        } else if (value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            throw new SerializationException("No claim has a value of " + value.getClass());
        }
    }

    private static void text(String text, StringBuilder json) {
        json.append('"');
        ENCODER.quoteAsString(text, json);
        json.append('"');
    }
}
