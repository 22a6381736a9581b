package io.korests.web;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pages that may ask for tokens.
 *
 * @param allowedOrigins origins such as https://www.example.com, exactly as browsers send them; * allows every page
 */
@ConfigurationProperties(prefix = "sts.cors", ignoreUnknownFields = false)
public record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s*A-Z]+");

    /** Browsers leave these out, so that an origin with one would never be met. */
    private static final Pattern USUAL_PORT = Pattern.compile("http:.*:80|https:.*:443");

    public CorsProperties {
        for (String origin : allowedOrigins) {
            if (!origin.equals("*") && !isOrigin(origin)) {
                throw new IllegalArgumentException("allowed-origins has an entry that is not an origin:"
                        + " write scheme and host as browsers do, in small letters, and the port where it is not the usual one,"
                        + " without a path or a slash at the end, such as https://www.example.com");
            }
        }
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    private static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches() && !USUAL_PORT.matcher(text).matches();
    }
}
