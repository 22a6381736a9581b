package io.korests.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Where the service may send a request on its own: over https, or over http to a loopback address. */
public final class SecureAddress {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private SecureAddress() {}

    /** Anyone on the way of plain HTTP could read and replace what is sent. */
    public static boolean isAllowed(String address) {
        try {
            URI uri = new URI(address);
            boolean complete = uri.getUserInfo() == null && uri.getFragment() == null && uri.getHost() != null;
            return complete
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
