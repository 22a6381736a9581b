package io.korests.web;

import io.korests.StsProperties;
import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import io.korests.token.Attempts;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.RequestContextFilter;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    private static final Logger log = LoggerFactory.getLogger(WebConfiguration.class);

    @Bean
    @FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE)
    Drain drain(StsProperties properties, ApplicationAvailability availability) {
        return new Drain(properties.drain(), availability);
    }

    /** For errors too: Tomcat refuses some paths, /WEB-INF for one, without asking the filters of the request. */
    @Bean
    @FilterRegistration(
            order = Ordered.HIGHEST_PRECEDENCE,
            dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
    SecurityHeadersFilter securityHeadersFilter() {
        return new SecurityHeadersFilter();
    }

    @Bean
    @FilterRegistration(
            order = Ordered.HIGHEST_PRECEDENCE + 1,
            dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
    OriginFilter originFilter(StsProperties properties, Attempts attempts) {
        return new OriginFilter(properties.cors(), attempts);
    }

    /** In place of Boot's own: the DispatcherServlet sets the same context. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> requestContextFilter() {
        FilterRegistrationBean<RequestContextFilter> registration =
                new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }

    /** One spelling for each path, whatever Tomcat makes of {@code //}, {@code ;x} or {@code %61}: rules of gateways hold here too. */
    @Bean
    @FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE + 2)
    Filter exactPaths() {
        return (servletRequest, response, chain) -> {
            HttpServletRequest request = (HttpServletRequest) servletRequest;
            if (request.getRequestURI().equals(request.getContextPath() + request.getServletPath())) {
                chain.doFilter(request, response);
                return;
            }
            ProblemWriter.write(request, (HttpServletResponse) response, HttpServletResponse.SC_NOT_FOUND);
        };
    }

    /** A body in chunks must not go on for ever in what is no part of it. Nobody sends extensions or trailers here. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> chunkLimits(
            Environment environment, StsProperties properties) {
        log.info(
                "At most {} connections are served and {} requests in work at a time, by default as many as the heap has room"
                        + " for: server.tomcat.max-connections and sts.limits.queue",
                environment.getProperty("server.tomcat.max-connections"),
                properties.limits().queue());
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxExtensionSize(0);
                // The line break at the end counts.
                http.setMaxTrailerSize(2);
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    /** Otherwise Tomcat lists Java's algorithms at the start, and asks of each request whether it must log in. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> noLogin() {
        return factory -> factory.addContextCustomizers(
                context -> context.setLoginConfig(new LoginConfig("NONE", null, null, null)));
    }

    @Bean
    ErrorPageRegistrar errorPage() {
        return registry -> registry.addErrorPages(new ErrorPage("/error"));
    }

    /**
     * Answers with a problem where Tomcat gives up on a request before there is a path: a request line that is not HTTP, headers
     * that are too large. Tomcat's own valve writes HTML.
     */
    private static final class ProblemReportValve extends ErrorReportValve {
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
}
