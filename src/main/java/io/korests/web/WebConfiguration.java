package io.korests.web;

import io.korests.token.Attempts;
import io.korests.token.LimitProperties;
import jakarta.servlet.DispatcherType;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsProperties.class)
public class WebConfiguration {

    @Bean
    FilterRegistrationBean<ResponseHeaderFilter> responseHeaderFilter() {
        FilterRegistrationBean<ResponseHeaderFilter> registration =
                new FilterRegistrationBean<>(new ResponseHeaderFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WorkerThreads workerThreads() {
        return new WorkerThreads();
    }

    @Bean
    TomcatProtocolHandlerCustomizer<?> admission(LimitProperties limits, WorkerThreads threads) {
        return protocol -> protocol.setExecutor(
                new AdmissionExecutor(threads.forRequests(), threads.forRefusals(), limits.queue()));
    }

    @Bean
    FilterRegistrationBean<OriginFilter> originFilter(CorsProperties properties, Attempts attempts) {
        FilterRegistrationBean<OriginFilter> registration =
                new FilterRegistrationBean<>(new OriginFilter(properties.allowedOrigins(), attempts));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        // Tomcat answers some paths, /WEB-INF for one, without asking the filters of the request.
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> refusals() {
        return factory -> factory.addEngineValves(new RefusalValve());
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    /** Where nothing is said of logging in, Tomcat lists the algorithms of Java, and asks each request whether it must log in. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> noLogin() {
        return factory -> factory.addContextCustomizers(
                context -> context.setLoginConfig(new LoginConfig("NONE", null, null, null)));
    }

    @Bean
    ServletRegistrationBean<OpenApiServlet> openApiServlet() {
        return new ServletRegistrationBean<>(new OpenApiServlet(), "/openapi.yaml");
    }

    /** At "/" for every path that no other servlet serves: without one, Tomcat answers before the filters are asked. */
    @Bean
    ServletRegistrationBean<ProblemServlet> problemServlet() {
        return new ServletRegistrationBean<>(new ProblemServlet(), "/", ProblemServlet.ERROR_PATH);
    }

    @Bean
    ErrorPageRegistrar errorPages() {
        return registry -> registry.addErrorPages(new ErrorPage(ProblemServlet.ERROR_PATH));
    }
}
