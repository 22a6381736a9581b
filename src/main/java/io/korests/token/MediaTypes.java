package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a request says of its body and of the answer it takes. */
final class MediaTypes {
    private MediaTypes() {}

    /**
     * Whether the body is JSON, as opposed to a form.
     *
     * @throws RefusedException if it is neither, or not in UTF-8
     */
    static boolean isJson(HttpServletRequest request) {
        Enumeration<String> types = request.getHeaders(HttpHeaders.CONTENT_TYPE);
        String type = types.hasMoreElements() ? types.nextElement() : null;
        if (types.hasMoreElements()) {
            throw Refusal.MALFORMED_REQUEST.because("Content-Type stands twice.");
        }
        MediaType parsed = parse(type);
        if (parsed != null && (parsed.getCharset() == null || StandardCharsets.UTF_8.equals(parsed.getCharset()))) {
            if (parsed.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
                return true;
            }
            if (parsed.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
                return false;
            }
        }
        throw Refusal.UNSUPPORTED_MEDIA_TYPE.because(
                "The body must be application/json or application/x-www-form-urlencoded, in UTF-8.");
    }

    private static @Nullable MediaType parse(@Nullable String type) {
        try {
            return type == null ? null : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException exception) {
            return null;
        }
    }

    /** @throws RefusedException if the body is compressed */
    static void requirePlain(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw Refusal.UNSUPPORTED_MEDIA_TYPE.because("The body must not be compressed (Content-Encoding).");
        }
    }

    /** @throws RefusedException if the caller does not take JSON (RFC 9110 §12.5.1) */
    static void requireJsonAccepted(HttpServletRequest request) {
        if (!acceptsJson(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)))) {
            throw Refusal.NOT_ACCEPTABLE.because(
                    "The answer is application/json, which the Accept header does not allow.");
        }
    }

    /** The most specific media range applies. Several headers are one list (RFC 9110 §5.3). */
    private static boolean acceptsJson(List<String> headers) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(headers);
            return ranges.isEmpty()
                    || ranges.stream()
                            .filter(range -> range.includes(MediaType.APPLICATION_JSON))
                            .max(Comparator.comparing((MediaType range) -> !range.isWildcardType())
                                    .thenComparing(range -> !range.isWildcardSubtype()))
                            .filter(range -> range.getQualityValue() > 0)
                            .isPresent();
        } catch (InvalidMediaTypeException exception) {
            return false;
        }
    }
}
