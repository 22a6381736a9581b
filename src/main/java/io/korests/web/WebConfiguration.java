package io.korests.web;

import io.korests.StsProperties;
import io.korests.problem.ProblemWriter;
import io.korests.token.Attempts;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
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

    /** In place of Boot's own, on both ports: the DispatcherServlet sets the same context. */
    @Bean
    @FilterRegistration(enabled = false)
    RequestContextFilter requestContextFilter() {
        return new RequestContextFilter();
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
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tomcatAnswers() {
        return factory -> {
            factory.addContextCustomizers(context -> {
                context.getParent().getPipeline().addValve(new TomcatAnswers.OfErrors());
                // Otherwise Tomcat lists Java's algorithms at the start, and asks at each request for a login.
                context.setLoginConfig(new LoginConfig("NONE", null, null, null));
            });
            factory.addEngineValves(new TomcatAnswers.ToAsterisk());
        };
    }

    @Bean
    ErrorPageRegistrar errorPage() {
        return registry -> registry.addErrorPages(new ErrorPage("/error"));
    }
}
