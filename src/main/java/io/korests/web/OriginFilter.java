package io.korests.web;

import io.korests.CorsProperties;
import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import io.korests.token.Attempts;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only pages of the allowed origins ask (Fetch Standard §3.3). Browsers send a form post without a preflight, so
 * the request itself is refused too.
 *
 * <p>Spring's own processor refuses methods and headers that deserve a better answer, and fails on a Content-Type of {@code
 * *}{@code /*}.
 */
final class OriginFilter implements Filter {
    private static final Logger log = LoggerFactory.getLogger(OriginFilter.class);
    private static final String ANY = "*";
    private static final String PREFLIGHT_SECONDS = "3600";

    /** content-type of every JSON post; authorization and state of the SearchAssist web SDK; tracing agents add the rest to every fetch. */
    private static final List<String> USUAL_HEADERS = List.of(
            "content-type",
            "authorization",
            "state",
            "traceparent",
            "tracestate",
            "baggage",
            "sentry-trace",
            "x-requested-with");

    private final Set<String> allowedOrigins;
    private final Set<String> allowedHeaders;
    private final Set<String> ownHosts;
    private final Mistakes mistakes = new Mistakes();
    private final Attempts attempts;

    OriginFilter(CorsProperties cors, Attempts attempts) {
        this.allowedOrigins = Set.copyOf(cors.allowedOrigins());
        this.allowedHeaders = new LinkedHashSet<>(USUAL_HEADERS);
        cors.allowedHeaders().forEach(name -> allowedHeaders.add(name.toLowerCase(Locale.ROOT)));
        this.ownHosts = Set.copyOf(cors.ownHosts());
        this.attempts = attempts;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        String origin = origin(request);
        if (origin != null && isAllowed(origin)) {
            response.setHeader("Access-Control-Allow-Origin", allowedOrigins.contains(ANY) ? ANY : origin);
            if (isPreflight(request)) {
                answerPreflight(origin, request, response);
                return;
            }
            response.setHeader("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
        } else if (isFromAnotherSite(request) || origin != null && !isOwn(origin, request)) {
            refuse(origin, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private void refuse(@Nullable String origin, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (origin != null && isPreflight(request)) {
            mistakes.notAllowed(origin);
        }
        attempts.refusedByFilter(request, response, Refusal.ORIGIN_NOT_ALLOWED);
        ProblemWriter.write(
                request,
                response,
                Refusal.ORIGIN_NOT_ALLOWED,
                "Pages of this origin may not ask: sts.cors.allowed-origins does not list it.");
    }

    /** @return null for none; of several, a text that is no origin */
    private static @Nullable String origin(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.isEmpty() ? null : origins.size() == 1 ? origins.get(0) : "";
    }

    private boolean isAllowed(String origin) {
        return allowedOrigins.contains(origin) || allowedOrigins.contains(ANY) && !origin.isEmpty();
    }

    /**
     * A page that this service itself served, maybe through a gateway that ends TLS. Anyone can have a name of their own lead here (DNS
     * rebinding), so only known names count.
     */
    private boolean isOwn(String origin, HttpServletRequest request) {
        String host = String.valueOf(request.getHeader("Host"));
        return ownHosts.contains(host.replaceFirst(":\\d+$", ""))
                && (origin.equals("https://" + host) || origin.equals(request.getScheme() + "://" + host));
    }

    /** By Fetch Metadata (Sec-Fetch-Site). Browsers set it for a followed link too, which is harmless: a GET gets no token. */
    static boolean isFromAnotherSite(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                && !request.getMethod().equals("GET")
                && !request.getMethod().equals("HEAD");
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** The same for every preflight: the browser compares, and its console names what is not allowed. */
    private void answerPreflight(String origin, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Methods", "POST");
        response.setHeader("Access-Control-Allow-Headers", String.join(", ", allowedHeaders));
        response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        Collections.list(request.getHeaders("Access-Control-Request-Headers")).stream()
                .flatMap(names -> List.of(names.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !allowedHeaders.contains(name))
                .forEach(name -> mistakes.headerNotAllowed(origin, name));
    }

    /**
     * Logs, once each, why the browser stops a page: the request itself never comes, so that nothing else says so. Anyone can send a
     * preflight, so the number of lines is bounded, and only what is spelt as an origin and a header is written.
     */
    static final class Mistakes {
        static final int MOST = 100;

        private static final Pattern ORIGIN =
                Pattern.compile("null|[a-z][a-z0-9+.-]{1,30}://[A-Za-z0-9._:\\[\\]-]{1,255}");
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
}
