package io.korests;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An origin as browsers serialize it (RFC 6454 §6.2). */
final class BrowserOrigin {
    private static final int LAST_PORT = 65_535;
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s*A-Z]+");
    private static final Pattern WEB_ADDRESS = Pattern.compile(
            "(?i)(https?)://([^/?#@\\s:*\\[\\]]+|\\[[0-9a-f:.]+])(?::0*([1-9]\\d{0,4}))?(?:[/?#]\\S*)?");
    // Java knows IDNA 2003 only, which replaces these; browsers keep them.
    private static final Pattern KEPT_BY_BROWSERS = Pattern.compile(".*[ßς\u200c\u200d].*");

    private BrowserOrigin() {}

    /** As browsers write it: without the usual port, and a host of other letters in Punycode. Null for no origin. */
    static @Nullable String spelling(String text) {
        Matcher web = WEB_ADDRESS.matcher(text);
        if (!web.matches()) {
            boolean ofAnApp = ORIGIN.matcher(text).matches() && !text.matches("https?:.*");
            return text.equals("*") || ofAnApp ? text : null;
        }
        String scheme = web.group(1).toLowerCase(Locale.ROOT);
        String port = web.group(3);
        String host = web.group(2);
        if (KEPT_BY_BROWSERS.matcher(host).matches() || port != null && Integer.parseInt(port) > LAST_PORT) {
            return null;
        }
        try {
            host = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException exception) {
            return null;
        }
        boolean usual = port == null || port.equals(scheme.equals("https") ? "443" : "80");
        return scheme + "://" + host + (usual ? "" : ':' + port);
    }
}
