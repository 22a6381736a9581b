package io.korests.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A secret that only the gateway knows, in a header that only the gateway sets. */
final class GatewaySecret {

    private final String header;
    private final byte[] current;
    private final byte[] previous;

    /** @param previous accepted as well; null for none */
    GatewaySecret(String header, String current, @Nullable String previous) {
        this.header = header;
        this.current = current.getBytes(StandardCharsets.UTF_8);
        this.previous = previous == null ? this.current : previous.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time, and both values always. */
    boolean isIn(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(header);
        if (!values.hasMoreElements()) {
            return false;
        }
        byte[] sent = values.nextElement().getBytes(StandardCharsets.ISO_8859_1);
        boolean isCurrent = MessageDigest.isEqual(current, sent);
        boolean isPrevious = MessageDigest.isEqual(previous, sent);
        return (isCurrent | isPrevious) && !values.hasMoreElements();
    }

    @Override
    public String toString() {
        return "GatewaySecret[" + header + ']';
    }
}
