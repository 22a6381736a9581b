package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import io.korests.token.StsRequest.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code application/x-www-form-urlencoded} (WHATWG URL Standard §5.1), as the web SDK's built-in call and iOS send it.
 * Tomcat's own parser mixes in the query, and passes over what it cannot decode.
 */
final class FormRequestReader {
    private FormRequestReader() {}

    /** @throws RefusedException if a field that counts is repeated, is not percent-encoded UTF-8, or cannot be used */
    static StsRequest read(String text) {
        Map<String, Value> sent = new HashMap<>();
        for (String pair : text.strip().split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String field = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (StsRequest.FIELDS.contains(field) && sent.put(field, value(field, value)) != null) {
                throw Refusal.MALFORMED_BODY.because("The form has a field twice.");
            }
        }
        // What curl makes of -d '{"identity":…}' without a content type.
        if (sent.isEmpty() && text.strip().startsWith("{")) {
            throw Refusal.UNSUPPORTED_MEDIA_TYPE.because(
                    "The body looks like JSON but is declared a form: send it with Content-Type: application/json.");
        }
        return StsRequest.of(sent);
    }

    private static Value value(String field, String text) {
        if (!field.equals("privateClaims") && !field.equals("secureCustomData")) {
            return new Value(JsonToken.VALUE_STRING, text);
        }
        boolean absent = text.isBlank() || text.strip().equals("null");
        return absent ? Value.ABSENT : new Value(JsonToken.START_OBJECT, text);
    }

    /** Percent-decoding (RFC 3986 §2.1, with + for a space), strict where {@link java.net.URLDecoder} guesses. */
    private static String decode(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            switch (encoded[i]) {
                case '+' -> decoded.put((byte) ' ');
                case '%' -> {
                    decoded.put(octet(encoded, i));
                    i += 2;
                }
                default -> decoded.put(encoded[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException exception) {
            throw Refusal.MALFORMED_BODY.because("The form has a percent-encoded value that is not UTF-8.");
        }
    }

    private static byte octet(byte[] encoded, int percent) {
        int high = percent + 2 < encoded.length ? Character.digit(encoded[percent + 1], 16) : -1;
        int low = percent + 2 < encoded.length ? Character.digit(encoded[percent + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.MALFORMED_BODY.because("The form has a % that is not followed by two hexadecimal digits.");
        }
        return (byte) (high << 4 | low);
    }
}
