package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The rules for the text that becomes a subject. */
final class Identity {
    private static final int LONGEST = 256;
    private static final long LARGEST_NUMBER = (1L << 53) - 1;

    private Identity() {}

    /**
     * Trims and checks an identity. Unicode passes unchanged otherwise.
     *
     * @param field names it in the refusal
     * @return null if the text is blank
     * @throws RefusedException if it is longer than 256 characters, or holds a control character or half of a surrogate pair
     */
    static @Nullable String fromText(String field, String text) {
        String identity = text.strip();
        if (identity.isEmpty()) {
            return null;
        }
        for (int i = 0; i < identity.length(); i++) {
            char c = identity.charAt(i);
            if (Character.isISOControl(c)) {
                throw Refusal.INVALID_FIELD.because(field + " holds a control character.");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < identity.length() ? identity.charAt(i + 1) : ' ')) {
                    throw Refusal.INVALID_FIELD.because(
                            field + " holds half of a surrogate pair, which is not a character.");
                }
                i++;
            }
        }
        if (identity.length() > LONGEST && identity.codePointCount(0, identity.length()) > LONGEST) {
            throw Refusal.INVALID_FIELD.because(field + " is longer than " + LONGEST + " characters.");
        }
        return identity;
    }

    /**
     * An identity sent as a JSON number, as some pages do with customer numbers. 4711.0 and 4.711e3 are 4711 to every reader.
     *
     * @throws RefusedException if two JSON readers could see different numbers in it (RFC 7493 §2.2)
     */
    static String fromNumber(String field, String digits) {
        try {
            long number = new BigDecimal(digits).longValueExact();
            if (-LARGEST_NUMBER <= number && number <= LARGEST_NUMBER) {
                return Long.toString(number);
            }
        } catch (ArithmeticException | NumberFormatException exception) {
            // A fraction, or out of any range: refused below.
        }
        throw Refusal.INVALID_FIELD.because(
                field + " is a number that JSON readers do not agree on: send it as a string.");
    }
}
