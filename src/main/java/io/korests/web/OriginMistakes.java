package io.korests.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs, once each, why the browser stops a page: the request itself never comes, so that nothing else says so. Anyone can send a
 * preflight, so the number of lines is bounded, and only what is spelt as an origin and a header is written.
 */
final class OriginMistakes {
    static final int MOST = 100;

    private static final Logger log = LoggerFactory.getLogger(OriginMistakes.class);
    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]{1,30}://[A-Za-z0-9._:\\[\\]-]{1,255}");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9_-]{1,64}");

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    void notAllowed(String origin) {
        if (ORIGIN.matcher(origin).matches() && isNew(origin)) {
            log.warn("Pages of {} ask and may not: sts.cors.allowed-origins does not list it", origin);
        }
    }

    /** @param header in lower case */
    void headerNotAllowed(String origin, String header) {
        if (ORIGIN.matcher(origin).matches() && HEADER.matcher(header).matches() && isNew(origin + ' ' + header)) {
            log.warn(
                    "Pages of {} ask with the header {}, so their browsers stop the request: list it in"
                            + " sts.cors.allowed-headers, or have the page leave it out",
                    origin,
                    header);
        }
    }

    private boolean isNew(String mistake) {
        return logged.size() < MOST && logged.add(mistake);
    }
}
