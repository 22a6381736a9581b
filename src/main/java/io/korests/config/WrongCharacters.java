package io.korests.config;

import io.korests.config.KnownProperties.Kind;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Characters that are in a value by mistake. */
final class WrongCharacters {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int REPLACEMENT = 0xFFFD;

    private WrongCharacters() {}

    /** What is wrong with a value and what to do, or null. */
    static @Nullable String of(String text, Kind kind) {
        if (has(text, c -> c == 0)) {
            return "has a NUL character, as text in UTF-16 does: save it as UTF-8";
        }
        if (has(text, c -> c == REPLACEMENT || Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE)) {
            return "has characters that could not be read (U+FFFD): save a file as UTF-8, and for environment variables"
                    + " set LANG=C.UTF-8";
        }
        if (kind == Kind.DOCUMENT) {
            return null;
        }
        if (text.isBlank()) {
            return kind == Kind.TEXT ? "has a blank entry: remove it" : null;
        }
        if (text.codePointAt(0) == BYTE_ORDER_MARK) {
            return "begins with a byte order mark: save it without one";
        }
        if (isQuoted(text)) {
            return "stands between quotes that would be part of it: remove them, as a shell or --env-file may have left them";
        }
        return kind == Kind.TEXT ? onOneLine(text) : null;
    }

    private static @Nullable String onOneLine(String text) {
        if (text.strip().chars().anyMatch(c -> c == '\n' || c == '\r')) {
            return "has a line break: write it on one line";
        }
        if (isInvisible(text.codePointAt(0)) || isInvisible(text.codePointBefore(text.length()))) {
            return "begins or ends with white space: write it exactly as it was issued";
        }
        return has(text, Character::isISOControl) ? "has a control character: write it exactly as it was issued" : null;
    }

    private static boolean isQuoted(String text) {
        char first = text.charAt(0);
        return text.length() > 1 && (first == '"' || first == '\'') && first == text.charAt(text.length() - 1);
    }

    /** Also spaces that do not break, and characters without width. */
    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static boolean has(String text, IntPredicate character) {
        return text.codePoints().anyMatch(character);
    }
}
