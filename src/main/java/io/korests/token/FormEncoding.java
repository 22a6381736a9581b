package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986 §2.1, with + for a space), strict where {@link java.net.URLDecoder} guesses. */
final class FormEncoding {

    private FormEncoding() {}

    /** @throws RefusedException if an escape is not % and two hexadecimal digits, or the bytes are not UTF-8 */
    static String decode(String text) {
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
            throw malformed("The form has a percent-encoded value that is not UTF-8.");
        }
    }

    private static byte octet(byte[] encoded, int percent) {
        int high = percent + 2 < encoded.length ? Character.digit(encoded[percent + 1], 16) : -1;
        int low = percent + 2 < encoded.length ? Character.digit(encoded[percent + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed("The form has a % that is not followed by two hexadecimal digits.");
        }
        return (byte) (high << 4 | low);
    }

    private static RefusedException malformed(String detail) {
        return new RefusedException(Refusal.MALFORMED_BODY, detail);
    }
}
