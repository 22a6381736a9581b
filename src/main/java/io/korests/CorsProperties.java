package io.korests;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pages that may ask.
 *
 * @param allowedOrigins origins such as https://www.example.com, exactly as browsers send them; * allows every page
 * @param allowedHeaders further request headers that pages may send, beside those of Kore's SDKs and of tracing agents
 * @param ownHosts the names under which pages of this service itself, as the playground, are opened
 */
public record CorsProperties(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue List<String> allowedHeaders,

        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> ownHosts) {
    private static final int LAST_PORT = 65_535;
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s*A-Z]+");
    private static final Pattern WEB_ADDRESS = Pattern.compile(
            "(?i)(https?)://([^/?#@\\s:*\\[\\]]+|\\[[0-9a-f:.]+])(?::0*([1-9]\\d{0,4}))?(?:[/?#]\\S*)?");
    // Java knows IDNA 2003 only, which replaces these; browsers keep them.
    private static final Pattern KEPT_BY_BROWSERS = Pattern.compile(".*[ßς\u200c\u200d].*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    public CorsProperties {
        for (String origin : allowedOrigins) {
            String spelling = originOf(origin);
            if (spelling == null) {
                throw new WrongPropertyException("allowed-origins has an entry that is not an origin:"
                        + " write scheme and host as browsers do, in small letters, and the port where it is not the"
                        + " usual one, without a path or a slash at the end, such as https://www.example.com");
            }
            if (!spelling.equals(origin)) {
                throw new WrongPropertyException(
                        "allowed-origins has an entry that browsers never send: write " + spelling);
            }
        }
        if (allowedHeaders.stream().anyMatch(name -> !HEADER.matcher(name).matches())) {
            throw new WrongPropertyException("allowed-headers has an entry that is not the name of a header:"
                    + " write them one by one, such as x-datadog-trace-id");
        }
        if (ownHosts.stream().anyMatch(name -> !HOST.matcher(name).matches())) {
            throw new WrongPropertyException("own-hosts has an entry that is not the name of a host: write it in small"
                    + " letters, without scheme and port, such as sts.example.com");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
        ownHosts = List.copyOf(ownHosts);
    }

    /** An origin as browsers serialize it (RFC 6454 §6.2): without the usual port, and a host of other letters in Punycode. Null for no origin. */
    private static @Nullable String originOf(String text) {
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
