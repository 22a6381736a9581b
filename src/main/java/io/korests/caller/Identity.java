package io.korests.caller;

import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The rules for the text that becomes a subject. */
public final class Identity {
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
    public static @Nullable String fromText(String field, String text) {
        String identity = text.strip();
        String fault = fault(identity);
        if (fault != null) {
            throw Refusal.INVALID_FIELD.because(field + ' ' + fault + '.');
        }
        return identity.isEmpty() ? null : identity;
    }

    /** @return what forbids this text as an identity, as the end of a sentence, or null */
    static @Nullable String fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return "holds a control character";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    return "holds half of a surrogate pair, which is not a character";
                }
                i++;
            }
        }
        return text.length() > LONGEST && text.codePointCount(0, text.length()) > LONGEST
                ? "is longer than " + LONGEST + " characters"
                : null;
    }

    /**
     * An identity sent as a JSON number, as some pages do with customer numbers. 4711.0 and 4.711e3 are 4711 to every reader.
     *
     * @throws RefusedException if two JSON readers could see different numbers in it (RFC 7493 §2.2)
     */
    public static String fromNumber(String field, String digits) {
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
