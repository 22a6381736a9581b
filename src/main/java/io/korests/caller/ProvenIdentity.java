package io.korests.caller;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who the user is by a gateway's header or a provider's claim: exactly that text, or a cause why it names nobody. A text that two programs
 * could read differently is refused, because the other reading may be another person.
 *
 * @param text null if there is a cause
 * @param cause null if there is a text
 */
public record ProvenIdentity(
        @Nullable String text, @Nullable Cause cause) {

    /** What gateways and mappers write for nobody: Apache, nginx, JavaScript, Python, Go, Spring Security. In lower case. */
    private static final Set<String> NOBODY = Set.of(
            "-",
            "\"\"",
            "''",
            "(null)",
            "<null>",
            "null",
            "nil",
            "<nil>",
            "none",
            "nan",
            "undefined",
            "unknown",
            "anonymous",
            "anonymoususer");

    private static final Pattern PERCENT_ENCODING = Pattern.compile("%\\p{XDigit}{2}");
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]+\\?[BbQq]\\?[^?]*\\?=");
    private static final Pattern EXTENDED_VALUE = Pattern.compile("(?is)(UTF-8|ISO-8859-1)'[a-z0-9-]*'.*");

    static ProvenIdentity unproven(Cause cause) {
        return new ProvenIdentity(null, cause);
    }

    /** @param values of all headers of that name, each octet of them as one character, as the container reads them */
    static ProvenIdentity ofHeader(List<String> values, @Nullable String prefix) {
        if (values.size() > 1) {
            return unproven(Cause.REPEATED_IDENTITY);
        }
        if (values.isEmpty() || isNobody(values.get(0))) {
            return unproven(Cause.NO_IDENTITY_HEADER);
        }
        String text = utf8(values.get(0));
        Cause cause = text == null ? Cause.NOT_UTF_8 : ambiguity(text);
        if (text == null || cause != null) {
            return new ProvenIdentity(null, cause);
        }
        if (prefix == null) {
            return of(text, Cause.NO_IDENTITY_HEADER);
        }
        return text.startsWith(prefix)
                ? of(text.substring(prefix.length()), Cause.NO_IDENTITY_HEADER)
                : unproven(Cause.NO_PREFIX);
    }

    /** @param nobody the cause for a text that stands for nobody */
    static ProvenIdentity of(String text, Cause nobody) {
        if (isNobody(text)) {
            return unproven(nobody);
        }
        return hasSpace(text.codePointAt(0))
                        || hasSpace(text.codePointBefore(text.length()))
                        || Identity.fault(text) != null
                ? unproven(Cause.MALFORMED_IDENTITY)
                : new ProvenIdentity(text, null);
    }

    private static boolean isNobody(String text) {
        return text.isBlank() || NOBODY.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Also the no-break spaces, which {@link String#strip()} leaves. */
    private static boolean hasSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static @Nullable Cause ambiguity(String text) {
        if (ENCODED_WORD.matcher(text).find()) {
            return Cause.ENCODED_WORD;
        }
        if (EXTENDED_VALUE.matcher(text).matches()) {
            return Cause.EXTENDED_VALUE;
        }
        if (PERCENT_ENCODING.matcher(text).find()) {
            return Cause.PERCENT_ENCODED;
        }
        return text.indexOf(',') < 0 ? null : Cause.LIST_OF_IDENTITIES;
    }

    /** The container reads headers as ISO-8859-1; gateways write UTF-8. */
    private static @Nullable String utf8(String octets) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException exception) {
            return null;
        }
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return cause == null ? "proven identity" : cause.code();
    }
}
