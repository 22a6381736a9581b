package io.korests.token;

import io.korests.StsProperties;
import io.korests.json.StrictJson;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import io.korests.token.StsRequestBuilder.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON body. */
final class JsonRequestReader {

    private final JsonFactory json;

    JsonRequestReader(StsProperties.Limits limits) {
        this.json = StrictJson.factory(limits.jsonDepth(), limits.jsonText());
    }

    /** @throws RefusedException if the text is not one JSON object, or a field cannot be used */
    StsRequest read(String text) {
        try (JsonParser parser = StrictJson.parser(text, json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("The body must be a JSON object such as {\"identity\":\"user@example.com\"}.");
            }
            StsRequestBuilder request = new StsRequestBuilder();
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                readValue(field, parser, text, request);
            }
            if (parser.nextToken() != null) {
                throw malformed("The body goes on after the JSON object.");
            }
            return request.build();
        } catch (JacksonException exception) {
            throw malformed(sentence(exception));
        }
    }

    private static void readValue(String field, JsonParser parser, String text, StsRequestBuilder request) {
        if (!StsRequestBuilder.knows(field)) {
            parser.skipChildren();
            return;
        }
        Kind kind = kind(parser.currentToken());
        if (kind == Kind.OBJECT || kind == Kind.ARRAY) {
            request.set(field, kind, raw(parser, text));
        } else {
            request.set(field, kind, parser.getString());
        }
    }

    private static Kind kind(@Nullable JsonToken token) {
        if (token == null) {
            throw malformed("The body is not complete.");
        }
        return switch (token) {
            case START_OBJECT -> Kind.OBJECT;
            case START_ARRAY -> Kind.ARRAY;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            case VALUE_STRING -> Kind.TEXT;
            default -> throw malformed("The body is not complete.");
        };
    }

    /** An object or array exactly as it was written. */
    private static String raw(JsonParser parser, String text) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    /** Jackson's own message is left out: it quotes the body, which may hold a secret. */
    private static String sentence(JacksonException exception) {
        String what = what(exception);
        TokenStreamLocation location = exception.getLocation();
        return location == null || location.getLineNr() < 1
                ? "The body " + what + '.'
                : "The body " + what + " at line " + location.getLineNr() + ", column " + location.getColumnNr() + '.';
    }

    private static String what(JacksonException exception) {
        if (exception instanceof StreamConstraintsException) {
            return "is nested too deep or has a text that is too long";
        }
        return String.valueOf(exception.getOriginalMessage()).startsWith("Duplicate")
                ? "has a key twice"
                : "is not valid JSON";
    }

    private static RefusedException malformed(String detail) {
        return new RefusedException(Refusal.MALFORMED_BODY, detail);
    }
}
