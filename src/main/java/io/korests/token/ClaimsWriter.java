package io.korests.token;

import io.korests.json.JsonObject;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes a JWT claims set (RFC 7519 §4): few claims of few types, in the order they are given. */
final class ClaimsWriter {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder json = new StringBuilder(320);

    ClaimsWriter number(String name, long value) {
        name(name).append(value);
        return this;
    }

    ClaimsWriter bool(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    ClaimsWriter text(String name, String value) {
        name(name).append('"');
        ENCODER.quoteAsString(value, json);
        json.append('"');
        return this;
    }

    ClaimsWriter object(String name, JsonObject value) {
        name(name).append(value.text());
        return this;
    }

    byte[] toBytes() {
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param name one of ours: it needs no escaping */
    private StringBuilder name(String name) {
        return json.append(json.isEmpty() ? '{' : ',').append('"').append(name).append("\":");
    }
}
