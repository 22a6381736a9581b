package io.korests.config;

import io.korests.config.KnownProperties.Kind;
import io.korests.config.KnownProperties.Property;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Values that mean something else than they seem to: placeholders that nothing resolves, numbers in place of text, quotes and
 * characters that a shell or an editor left. Of each property the source that counts is looked at.
 */
final class WrongValues {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int REPLACEMENT = 0xFFFD;

    /** Who may have a token, and where secrets and certificates come from. */
    private static final List<ConfigurationPropertyName> GROUPS = List.of(
            KnownProperties.STS,
            KnownProperties.JWT,
            KnownProperties.VAULT,
            ConfigurationPropertyName.of("spring.ssl.bundle"),
            ConfigurationPropertyName.of("server"),
            ConfigurationPropertyName.of("management"));

    /** The properties whose records strip line breaks at the end, which files and shells leave there. */
    private static final Set<String> STRIPPED =
            Set.of("client-id", "client-secret", "key-id", "audience", "secret", "previous-secret", "hash-key");

    private WrongValues() {}

    /** A message for each client, or {@link ConfigurationChecks#NO_CLIENT}, that has such a value. */
    static Map<String, String> in(Environment environment) {
        Placeholders placeholders = new Placeholders(environment);
        Map<String, String> messages = new TreeMap<>();
        Map<ConfigurationPropertyName, ConfigurationPropertySource> decisive = new HashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            names(source).forEach(name -> {
                Property property = KnownProperties.of(name);
                ConfigurationProperty value = source.getConfigurationProperty(name);
                if (value != null && decisive.computeIfAbsent(property.name(), any -> source) == source) {
                    String problem = problem(property, value, placeholders);
                    if (problem != null) {
                        messages.putIfAbsent(UnknownProperties.clientOf(name), shown(property, name) + ' ' + problem);
                    }
                }
            });
        }
        return messages;
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource iterable
                ? iterable.stream()
                        .filter(name -> GROUPS.stream().anyMatch(group -> group.isAncestorOf(name)))
                        .sorted()
                : Stream.empty();
    }

    private static String shown(Property property, ConfigurationPropertyName name) {
        return name.isLastElementIndexed()
                ? property.name() + "[" + name.getLastElement(Form.ORIGINAL) + ']'
                : property.name().toString();
    }

    private static @Nullable String problem(Property property, ConfigurationProperty bound, Placeholders placeholders) {
        Object value = bound.getValue();
        if (property.kind() != Kind.OTHER && (value instanceof Number || value instanceof Boolean)) {
            return "is a number or a truth value where text belongs, and may have lost digits: quote it";
        }
        try {
            return problem(property, bound, value.toString(), placeholders);
        } catch (RuntimeException unreadable) {
            String file = ConfigurationErrors.file(unreadable);
            return file == null
                    ? "is in a file that cannot be read: check that it is there"
                    : "is in " + file + ConfigurationErrors.UNREADABLE;
        }
    }

    private static @Nullable String problem(
            Property property, ConfigurationProperty bound, String text, Placeholders placeholders) {
        boolean literal = bound.getSource() != null
                && Placeholders.isLiteral(bound.getSource().getUnderlyingSource());
        String resolved = literal ? text : placeholders.resolve(text);
        String placeholder = Placeholders.first(resolved);
        if (placeholder != null) {
            return literal
                    ? "has " + placeholder
                            + ": what Vault and mounted files hold is text, in which nothing is replaced; put the value there"
                    : Placeholders.unresolved(resolved);
        }
        if (resolved.isBlank() && !bound.getName().isLastElementIndexed()) {
            return KnownProperties.JWT.isAncestorOf(property.name())
                    ? "is blank, which would be no check at all: set it, or leave it out"
                    : null;
        }
        return entries(property, bound.getName(), resolved)
                .map(entry -> wrongCharacters(entry, property.kind()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A list may be one text with commas, and white space around them. */
    private static Stream<String> entries(Property property, ConfigurationPropertyName name, String text) {
        if (!property.list()) {
            String last = property.name().getLastElement(Form.DASHED);
            boolean stripped = KnownProperties.STS.isAncestorOf(property.name()) && STRIPPED.contains(last);
            return Stream.of(stripped ? text.replaceFirst("[\r\n]+$", "") : text);
        }
        return name.isLastElementIndexed()
                ? Stream.of(text)
                : Arrays.stream(text.split(",", -1)).map(String::trim);
    }

    private static @Nullable String wrongCharacters(String text, Kind kind) {
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
