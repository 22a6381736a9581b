package io.korests.token;

import io.korests.StsProperties;
import io.korests.problem.Refusal;
import io.korests.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

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
        return MediaTypes.isJson(request) ? json.read(body) : FormRequestReader.read(body);
    }

    /**
     * A body of any type, answered with JSON, within the same limits.
     *
     * @throws RefusedException as {@link #read}
     */
    public String body(HttpServletRequest request) {
        MediaTypes.requireJsonAccepted(request);
        MediaTypes.requirePlain(request);
        return text(bytes(request));
    }

    private byte[] bytes(HttpServletRequest request) {
        int announced = request.getContentLength();
        if (request.getContentLengthLong() > mostBytes) {
            throw tooLarge();
        }
        byte[] bytes = new byte[announced < 0 ? mostBytes + 1 : announced];
        int length;
        try {
            length = fill(bytes, request.getInputStream());
        } catch (IOException exception) {
            throw notArrived(exception);
        }
        if (length > mostBytes) {
            throw tooLarge();
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
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

    private static String text(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || startsWithByteOrderMark(bytes))) {
            throw Refusal.MALFORMED_BODY.because("The body must be UTF-8 without a byte order mark.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException exception) {
            throw Refusal.MALFORMED_BODY.because("The body is not UTF-8.");
        }
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return first == 0xFEFF || first == 0xFFFE || first == 0xEFBB;
    }
}
