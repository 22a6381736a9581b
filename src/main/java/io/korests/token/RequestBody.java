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

/** Takes the bytes of a body, no more than allowed, and the text they are. */
final class RequestBody {

    private final int mostBytes;

    /** A sender that keeps each single read short of its timeout is cut off all the same. */
    private final Duration longest;

    RequestBody(StsProperties.Limits limits) {
        this.mostBytes = (int) limits.bodySize().toBytes();
        this.longest = limits.bodyTime();
    }

    /**
     * @return the body's text; empty if there is no body
     * @throws RefusedException if it is too large, does not arrive in time, or is not UTF-8
     */
    String read(HttpServletRequest request) {
        if (request.getContentLengthLong() > mostBytes) {
            throw tooLarge();
        }
        byte[] bytes = bytes(request);
        if (bytes.length > mostBytes) {
            throw tooLarge();
        }
        return text(bytes);
    }

    private byte[] bytes(HttpServletRequest request) {
        long deadline = System.nanoTime() + longest.toNanos();
        int announced = request.getContentLength();
        byte[] bytes = new byte[announced < 0 ? mostBytes + 1 : announced];
        int length = 0;
        try {
            InputStream body = request.getInputStream();
            for (int read = 0;
                    read >= 0 && length < bytes.length;
                    read = body.read(bytes, length, bytes.length - length)) {
                length += read;
                if (System.nanoTime() - deadline > 0) {
                    throw new RefusedException(Refusal.SLOW_REQUEST, "The body did not arrive in time.");
                }
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        } catch (IOException exception) {
            throw notArrived(exception);
        }
    }

    /** Tomcat wraps the timeout of a read in an exception that says the caller has gone. */
    private static RefusedException notArrived(IOException failure) {
        if (failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException) {
            return new RefusedException(Refusal.SLOW_REQUEST, "The body did not arrive in time.");
        }
        return new RefusedException(Refusal.MALFORMED_REQUEST, "The body did not arrive as its headers announced it.");
    }

    private static String text(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || startsWithByteOrderMark(bytes))) {
            throw new RefusedException(Refusal.MALFORMED_BODY, "The body must be UTF-8 without a byte order mark.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException exception) {
            throw new RefusedException(Refusal.MALFORMED_BODY, "The body is not UTF-8.");
        }
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return first == 0xFEFF || first == 0xFFFE || first == 0xEFBB;
    }

    private RefusedException tooLarge() {
        String size = mostBytes % 1024 == 0 ? mostBytes / 1024 + " KiB" : mostBytes + " bytes";
        return new RefusedException(Refusal.BODY_TOO_LARGE, "The body may have at most " + size + '.');
    }
}
