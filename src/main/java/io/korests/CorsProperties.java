package io.korests;

import java.util.List;
import java.util.regex.Pattern;
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
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    public CorsProperties {
        for (String origin : allowedOrigins) {
            String spelling = BrowserOrigin.spelling(origin);
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
}
