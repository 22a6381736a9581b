package io.korests.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.env.PropertySource;

/**
 * A value that is not what it seems, in one source.
 *
 * @param problem what is said of it, after the name
 * @param kinds of properties that it is wrong for
 */
record WrongValue(String name, Making making, String problem, Set<Kind> kinds) {

    /** Of properties, as the tests see them. */
    enum Kind {
        TEXT,
        LIST,
        DOCUMENT,
        OTHER
    }

    interface Making {
        PropertySource<?> of(Path folder, String property);
    }

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> NO_DOCUMENT = EnumSet.of(Kind.TEXT, Kind.LIST, Kind.OTHER);
    private static final Set<Kind> TEXTS = EnumSet.of(Kind.TEXT, Kind.LIST);
    private static final Set<Kind> TEXT = EnumSet.of(Kind.TEXT);
    private static final Set<Kind> STRINGS = EnumSet.of(Kind.TEXT, Kind.LIST, Kind.DOCUMENT);

    private static final String LITERAL =
            "has ${table.other}: what Vault and mounted files hold is text, in which nothing is replaced; put the value"
                    + " there";
    private static final String UNREADABLE =
            "has characters that could not be read (U+FFFD): save a file as UTF-8, and for environment variables set"
                    + " LANG=C.UTF-8";
    private static final String NUL = "has a NUL character, as text in UTF-16 does: save it as UTF-8";
    private static final String MARK = "begins with a byte order mark: save it without one";
    private static final String QUOTES = "stands between quotes that would be part of it: remove them, as a shell or"
            + " --env-file may have left them";
    private static final String SPACE = "begins or ends with white space: write it exactly as it was issued";
    private static final String LINES = "has a line break: write it on one line";
    private static final String CONTROL = "has a control character: write it exactly as it was issued";
    private static final String BLANK = "has a blank entry: remove it";
    private static final String NUMBER =
            "is a number or a truth value where text belongs, and may have lost digits: quote it";

    static List<WrongValue> all() {
        List<WrongValue> all = new ArrayList<>();
        for (SourceKind source : SourceKind.values()) {
            all.addAll(texts(source));
        }
        Stream.of("0012345670123456701234567", "0x1F", "1_234", "30:45", "1e3", "12", "true", "yes", "off")
                .map(value -> new WrongValue(
                        "YAML's " + value,
                        (folder, property) -> SourceKind.yaml(property + ": " + value),
                        NUMBER,
                        STRINGS))
                .forEach(all::add);
        Stream.of(7, 1.5, true)
                .map(value -> new WrongValue(
                        "JSON's " + value, (folder, property) -> SourceKind.vault(property, value), NUMBER, STRINGS))
                .forEach(all::add);
        all.add(file("UTF-16", "12345678", StandardCharsets.UTF_16LE, NUL));
        all.add(file("UTF-16 with its mark", "12345678", StandardCharsets.UTF_16, NUL));
        all.add(file("Latin-1", "größe", StandardCharsets.ISO_8859_1, UNREADABLE));
        return all;
    }

    private static List<WrongValue> texts(SourceKind source) {
        return List.of(
                of(
                        source,
                        "${table.unset}",
                        source.isLiteral()
                                ? LITERAL.replace("other", "unset")
                                : "has ${table.unset}, which nothing resolves: set it, or leave the property out",
                        ALL),
                of(
                        source,
                        "a${table.unset:${table.unset}}b",
                        source.isLiteral()
                                ? LITERAL.replace("other", "unset")
                                : "has ${table.unset}, which nothing resolves: set it, or leave the property out",
                        ALL),
                source.isLiteral()
                        ? of(source, "${table.other}", LITERAL, ALL)
                        : of(
                                source,
                                "${table.literal}",
                                "has ${table.literal}, which nothing resolves: set it, or leave the property out",
                                ALL),
                of(source, "gr\uFFFD\uFFFDe", UNREADABLE, ALL),
                // Half a character, which UTF-8 has no bytes for.
                of(source, "gr\uD800e", source == SourceKind.MOUNTED_FILE ? "" : UNREADABLE, ALL),
                of(source, "0\u00001\u0000", NUL, ALL),
                of(source, "\uFEFF1s", MARK, NO_DOCUMENT),
                of(source, "\"1s\"", QUOTES, NO_DOCUMENT),
                of(source, "'1s'", QUOTES, NO_DOCUMENT),
                of(source, " 1s", SPACE, TEXT),
                of(source, "1s\t", SPACE, TEXT),
                of(source, "1s \n", SPACE, TEXT),
                of(source, "1s\u00A0", SPACE, TEXTS),
                of(source, "\u200B1s", SPACE, TEXTS),
                of(source, "a\nb", LINES, TEXTS),
                of(source, "a\r\nb\n", LINES, TEXTS),
                of(source, "a,,b", BLANK, EnumSet.of(Kind.LIST)),
                of(source, "a,b,", BLANK, EnumSet.of(Kind.LIST)),
                of(source, "a\u0007b", CONTROL, TEXTS),
                of(source, "a\u0085b", CONTROL, TEXTS));
    }

    private static WrongValue of(SourceKind source, String value, String problem, Set<Kind> kinds) {
        return new WrongValue(
                source + " " + value.replaceAll("[\\p{C}\\s]", "?"),
                (folder, property) -> source.of(folder, property, value),
                problem,
                problem.isEmpty() ? EnumSet.noneOf(Kind.class) : kinds);
    }

    private static WrongValue file(String name, String value, Charset charset, String problem) {
        return new WrongValue(
                "a file in " + name,
                (folder, property) -> SourceKind.file(folder, property, value.getBytes(charset)),
                problem,
                ALL);
    }
}
