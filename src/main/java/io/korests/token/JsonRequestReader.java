package io.korests.token;

import io.korests.StsProperties;
import io.korests.json.StrictJson;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import io.korests.token.StsRequest.Value;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON body. Safe for use by many threads. */
final class JsonRequestReader {
    private final JsonFactory json;
    private final JsonFactory withRepeatedKeys;

    JsonRequestReader(StsProperties.Limits limits) {
        this.json = StrictJson.factory(limits.jsonDepth(), limits.jsonText());
        this.withRepeatedKeys = json.rebuild()
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** @throws RefusedException if the text is not one JSON object, or a field cannot be used */
    StsRequest read(String text) {
        try (JsonParser parser = StrictJson.parser(text, json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.MALFORMED_BODY.because(
                        "The body must be a JSON object such as {\"identity\":\"user@example.com\"}.");
            }
            Map<String, Value> sent = new HashMap<>();
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                JsonToken kind = parser.nextToken();
                if (!StsRequest.FIELDS.contains(field)) {
                    parser.skipChildren();
                } else if (kind.isStructStart()) {
                    sent.put(field, new Value(kind, raw(parser, text)));
                } else if (kind != JsonToken.VALUE_NULL) {
                    sent.put(field, new Value(kind, parser.getString()));
                }
            }
            if (parser.nextToken() != null) {
                throw Refusal.MALFORMED_BODY.because("The body goes on after the JSON object.");
            }
            return StsRequest.of(sent);
        } catch (JacksonException exception) {
            throw Refusal.MALFORMED_BODY.because("The body " + trouble(exception, text) + '.');
        }
    }

    /** An object or array exactly as it was written. */
    private static String raw(JsonParser parser, String text) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    /** Jackson's own message is left out: it quotes the body, which may hold a secret. Only a repeated key has no type. */
    private String trouble(JacksonException exception, String text) {
        if (exception instanceof StreamConstraintsException) {
            return "is nested too deep, or has a name, a text or a number that is too long" + place(exception);
        }
        try (JsonParser parser = StrictJson.parser(text, withRepeatedKeys)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return "has a key twice" + place(exception);
        } catch (JacksonException invalid) {
            return "is not valid JSON" + place(invalid);
        }
    }

    private static String place(JacksonException exception) {
        TokenStreamLocation location = exception.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
