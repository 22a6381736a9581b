package io.korests.web;

import io.korests.StsProperties;
import io.korests.problem.ProblemWriter;
import io.korests.token.Attempts;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.filter.RequestContextFilter;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    @Bean
    @FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE)
    Drain drain(StsProperties properties, ApplicationAvailability availability) {
        return new Drain(properties.drain(), availability);
    }

    @Bean
    @FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE)
    SecurityHeadersFilter securityHeadersFilter() {
        return new SecurityHeadersFilter();
    }

    /** For errors too: Tomcat refuses some paths, /WEB-INF for one, without asking the filters of the request. */
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
        @Override
        protected void report(Request request, Response response, @Nullable Throwable throwable) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                ProblemWriter.write(response, response.getStatus());
                response.finishResponse();
            } catch (IOException | IllegalStateException exception) {
                // The connection is gone, or an answer has begun: nobody can be answered.
            }
        }
    }
}
