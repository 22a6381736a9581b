package io.korests.web;

import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/** What Tomcat answers by itself, without asking a filter. */
final class TomcatAnswers {
    private static final Logger log = LoggerFactory.getLogger(TomcatAnswers.class);

    private TomcatAnswers() {}

    /**
     * Answers with a problem where Tomcat gives up on a request before there is a path: a request line that is not HTTP, headers
     * that are too large. Tomcat's own valve writes HTML.
     */
    static final class OfErrors extends ErrorReportValve {
        private static final String UNDERSCORE =
                "The host name in the Host header has an underscore, which no host name may"
                        + " have: call this service by another name, such as a network alias of it.";

        private final AtomicBoolean underscoreLogged = new AtomicBoolean();

        @Override
        protected void report(Request request, Response response, @Nullable Throwable throwable) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                SecurityHeadersFilter.set(request, response);
                if (response.getStatus() == HttpServletResponse.SC_BAD_REQUEST && hasHostWithUnderscore(request)) {
                    ProblemWriter.write(request, response, Refusal.MALFORMED_REQUEST, UNDERSCORE);
                } else {
                    ProblemWriter.write(request, response, response.getStatus());
                }
                response.finishResponse();
            } catch (IOException | IllegalStateException exception) {
                // The connection is gone, or an answer has begun: nobody can be answered.
            }
        }

        /** Container networks make such names of services, and Tomcat refuses them (RFC 1123 §2.1). */
        private boolean hasHostWithUnderscore(Request request) {
            String host = request.getHeader(HttpHeaders.HOST);
            if (host == null || !host.contains("_")) {
                return false;
            }
            if (underscoreLogged.compareAndSet(false, true)) {
                log.warn("Requests are refused: {}", UNDERSCORE);
            }
            return true;
        }
    }

    /**
     * Says which methods there are here to {@code OPTIONS *}: Tomcat names PUT and DELETE too. It shows that answer to its access logs
     * only, before it is sent.
     */
    static final class ToAsterisk extends ValveBase implements AccessLog {
        ToAsterisk() {
            super(true);
        }

        @Override
        public void log(Request request, Response response, long time) {
            if (!response.isCommitted() && "*".equals(request.getRequestURI())) {
                SecurityHeadersFilter.set(request, response);
                response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, POST, OPTIONS");
            }
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
        }

        @Override
        public void setRequestAttributesEnabled(boolean enabled) {
            // No attribute of a request is used.
        }

        @Override
        public boolean getRequestAttributesEnabled() {
            return false;
        }
    }
}
