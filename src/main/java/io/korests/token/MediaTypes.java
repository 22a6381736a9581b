package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
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
        String type = request.getContentType();
        if (MediaType.APPLICATION_JSON_VALUE.equals(type)) {
            return true;
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
        Enumeration<String> headers = request.getHeaders(HttpHeaders.ACCEPT);
        boolean accepted = !headers.hasMoreElements();
        while (!accepted && headers.hasMoreElements()) {
            accepted = accepts(headers.nextElement());
        }
        if (!accepted) {
            throw Refusal.NOT_ACCEPTABLE.because(
                    "The answer is application/json, which the Accept header does not allow.");
        }
    }

    private static boolean accepts(String header) {
        if (header.isBlank() || header.equals(MediaType.ALL_VALUE) || header.equals(MediaType.APPLICATION_JSON_VALUE)) {
            return true;
        }
        try {
            return MediaType.parseMediaTypes(header).stream()
                    .anyMatch(type -> type.includes(MediaType.APPLICATION_JSON) && type.getQualityValue() > 0);
        } catch (InvalidMediaTypeException exception) {
            return false;
        }
    }
}
