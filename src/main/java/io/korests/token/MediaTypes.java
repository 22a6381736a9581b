package io.korests.token;

import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a request says of its body and of the answer it takes. */
final class MediaTypes {

    private static final String JSON = "application/json";

    private MediaTypes() {}

    /** Whether the body is JSON, as opposed to a form. */
    static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        if (JSON.equals(type)) {
            return true;
        }
        MediaType parsed = parse(type);
        if (parsed == null || !isUtf8(parsed)) {
            throw unsupported();
        }
        if (parsed.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
            return true;
        }
        if (parsed.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
            return false;
        }
        throw unsupported();
    }

    /** @throws RefusedException if the body is compressed */
    static void requirePlain(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new RefusedException(
                    Refusal.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed (Content-Encoding).");
        }
    }

    /** @throws RefusedException if the caller does not take JSON (RFC 9110 §12.5.1) */
    static void requireJsonAccepted(HttpServletRequest request) {
        Enumeration<String> accepts = request.getHeaders("Accept");
        if (!accepts.hasMoreElements()) {
            return;
        }
        while (accepts.hasMoreElements()) {
            if (accepts(accepts.nextElement())) {
                return;
            }
        }
        throw new RefusedException(
                Refusal.NOT_ACCEPTABLE, "The answer is application/json, which the Accept header does not allow.");
    }

    private static boolean accepts(String header) {
        if (header.isBlank() || header.equals("*/*") || header.equals(JSON)) {
            return true;
        }
        try {
            return MediaType.parseMediaTypes(header).stream()
                    .anyMatch(type -> type.includes(MediaType.APPLICATION_JSON) && type.getQualityValue() > 0);
        } catch (InvalidMediaTypeException exception) {
            return false;
        }
    }

    private static @Nullable MediaType parse(@Nullable String type) {
        try {
            return type == null ? null : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException exception) {
            return null;
        }
    }

    private static boolean isUtf8(MediaType type) {
        String charset = type.getParameter("charset");
        return charset == null
                || charset.replace("\"", "").toLowerCase(Locale.ROOT).matches("utf-?8");
    }

    private static RefusedException unsupported() {
        return new RefusedException(
                Refusal.UNSUPPORTED_MEDIA_TYPE,
                "The body must be application/json or application/x-www-form-urlencoded, in UTF-8.");
    }
}
