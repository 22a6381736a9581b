package io.korests.token;

import io.korests.StsProperties;
import io.korests.problem.Refusal;
import io.korests.problem.Refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Makes one clean request of whatever the SDKs send: JSON, a form, or nothing at all. Safe for use by many threads. */
public final class StsRequestReader {
    private final int mostBytes;
    private final Duration longest;
    private final JsonRequestReader json;

    StsRequestReader(StsProperties.Limits limits) {
        this.mostBytes = (int) limits.bodySize().toBytes();
        this.longest = limits.bodyTime();
        this.json = new JsonRequestReader(limits);
    }

    /**
     * The query is never read: it ends up in the logs of everything on the way.
     *
     * @throws RefusedException if the body is too large, does not arrive in time, or cannot be read
     */
    StsRequest read(HttpServletRequest request) {
        String body = body(request);
        if (body.isBlank()) {
            // The oldest web SDK posts nothing but a bearer token.
            return StsRequest.EMPTY;
        }
        return isJson(request) ? json.read(body) : FormRequestReader.read(body);
    }

    /**
     * A body of any type, answered with JSON, within the same limits.
     *
     * @throws RefusedException as {@link #read}
     */
    public String body(HttpServletRequest request) {
        requireJsonAccepted(request);
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw Refusal.UNSUPPORTED_MEDIA_TYPE.because("The body must not be compressed (Content-Encoding).");
        }
        return text(bytes(request));
    }

    private static void requireJsonAccepted(HttpServletRequest request) {
        if (!acceptsJson(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)))) {
            throw Refusal.NOT_ACCEPTABLE.because(
                    "The answer is application/json, which the Accept header does not allow.");
        }
    }

    /** The most specific media range applies (RFC 9110 §12.5.1). Several headers are one list (§5.3). */
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

    /** Otherwise it is a form. */
    private static boolean isJson(HttpServletRequest request) {
        Enumeration<String> types = request.getHeaders(HttpHeaders.CONTENT_TYPE);
        MediaType type = types.hasMoreElements() ? parse(types.nextElement()) : null;
        if (types.hasMoreElements()) {
            throw Refusal.MALFORMED_REQUEST.because("Content-Type stands twice.");
        }
        if (type != null && (type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset()))) {
            if (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
                return true;
            }
            if (type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
                return false;
            }
        }
        throw Refusal.UNSUPPORTED_MEDIA_TYPE.because(
                "The body must be application/json or application/x-www-form-urlencoded, in UTF-8.");
    }

    private static @Nullable MediaType parse(String type) {
        try {
            return MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException exception) {
            return null;
        }
    }

    private ByteBuffer bytes(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced > mostBytes) {
            throw tooLarge();
        }
        byte[] bytes = new byte[announced < 0 ? mostBytes + 1 : (int) announced];
        try {
            int length = fill(bytes, request.getInputStream());
            if (length > mostBytes) {
                throw tooLarge();
            }
            return ByteBuffer.wrap(bytes, 0, length);
        } catch (IOException exception) {
            throw notArrived(exception);
        }
    }

    /** With a deadline: a sender that keeps each read short of its timeout is cut off all the same. */
    private int fill(byte[] bytes, InputStream body) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        int length = 0;
        for (int read = 0; read >= 0 && length < bytes.length; read = body.read(bytes, length, bytes.length - length)) {
            length += read;
            if (System.nanoTime() - deadline > 0) {
                throw tooSlow();
            }
        }
        return length;
    }

    private static RefusedException tooSlow() {
        return Refusal.SLOW_REQUEST.because("The body did not arrive in time.");
    }

    /** Tomcat wraps the timeout of a read in an exception that says the caller has gone. */
    private static RefusedException notArrived(IOException failure) {
        return failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException
                ? tooSlow()
                : Refusal.MALFORMED_REQUEST.because("The body did not arrive as its headers announced it.");
    }

    private RefusedException tooLarge() {
        String size = mostBytes % 1024 == 0 ? mostBytes / 1024 + " KiB" : mostBytes + " bytes";
        return Refusal.BODY_TOO_LARGE.because("The body may have at most " + size + '.');
    }

    private static String text(ByteBuffer body) {
        if (body.remaining() > 1 && (body.get(0) == 0 || body.get(1) == 0 || isByteOrderMark(body.getChar(0)))) {
            throw Refusal.MALFORMED_BODY.because("The body must be UTF-8 without a byte order mark.");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
        } catch (CharacterCodingException exception) {
            throw Refusal.MALFORMED_BODY.because("The body is not UTF-8.");
        }
    }

    /** @param start the first two bytes */
    private static boolean isByteOrderMark(char start) {
        return start == 0xFEFF || start == 0xFFFE || start == 0xEFBB;
    }
}
