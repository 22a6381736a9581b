package io.korests.audit;

/** Text from outside, made safe for a log line: it can neither end the line nor its own quotation marks. */
final class LogText {

    private LogText() {}

    /** Escapes quotation marks, backslashes, and every character that is not shown as itself. */
    static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (codePoint == '"' || codePoint == '\\') {
                safe.append('\\').append((char) codePoint);
            } else if (isShown(codePoint)) {
                safe.appendCodePoint(codePoint);
            } else {
                safe.append(String.format("\\u{%x}", codePoint));
            }
        });
        return safe.toString();
    }

    /** Control and format characters, line and paragraph separators and the like are not shown as themselves. */
    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
