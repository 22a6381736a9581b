package io.korests.web;

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
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only pages of the allowed origins ask (Fetch Standard §3.3). Browsers send a form post without a preflight, so
 * the request itself is refused too.
 *
 * <p>Spring's own processor refuses methods and headers that deserve a better answer, and fails on a Content-Type of {@code
 * *}{@code /*}.
 */
final class OriginFilter implements Filter {
    private static final String ANY = "*";
    private static final String PREFLIGHT_SECONDS = "3600";

    private final Set<String> allowedOrigins;
    private final Attempts attempts;

    OriginFilter(List<String> allowedOrigins, Attempts attempts) {
        this.allowedOrigins = Set.copyOf(allowedOrigins);
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
                answerPreflight(response);
                return;
            }
        } else if (isFromAnotherSite(request) || origin != null && !isOwn(origin, request)) {
            attempts.refusedByFilter(request, Refusal.ORIGIN_NOT_ALLOWED);
            ProblemWriter.write(
                    request,
                    response,
                    Refusal.ORIGIN_NOT_ALLOWED,
                    "Pages of this origin may not ask: sts.cors.allowed-origins does not list it.");
            return;
        }
        chain.doFilter(request, response);
    }

    /** @return null for none; of several, a text that is no origin */
    private static @Nullable String origin(HttpServletRequest request) {
        Enumeration<String> origins = request.getHeaders("Origin");
        String origin = origins.hasMoreElements() ? origins.nextElement() : null;
        return origins.hasMoreElements() ? "" : origin;
    }

    private boolean isAllowed(String origin) {
        return allowedOrigins.contains(origin) || allowedOrigins.contains(ANY) && !origin.isEmpty();
    }

    /** A page that this service itself served, as browsers see it. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        return origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
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
    private static void answerPreflight(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Methods", "POST");
        // content-type of every JSON post; authorization and state of the SearchAssist web SDK.
        response.setHeader("Access-Control-Allow-Headers", "content-type, authorization, state");
        response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }
}
