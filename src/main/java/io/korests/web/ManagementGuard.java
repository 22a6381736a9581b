package io.korests.web;

import io.korests.problem.ProblemWriter;
import io.korests.problem.Refusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Keeps web pages and large bodies from the management port. Nobody there needs either. */
final class ManagementGuard implements Filter {
    private static final int MOST_BYTES = 1024;

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (request.getHeader("Origin") != null || OriginFilter.isFromAnotherSite(request)) {
            ProblemWriter.write(request, response, Refusal.ORIGIN_NOT_ALLOWED, "Web pages may not ask here.");
            return;
        }
        long announced = request.getContentLengthLong();
        if (announced > MOST_BYTES || announced < 0 && !request.getInputStream().isFinished()) {
            ProblemWriter.write(request, response, Refusal.BODY_TOO_LARGE, "The body may have at most 1 KiB.");
            return;
        }
        chain.doFilter(request, response);
    }

    /** For the context of the management port alone, so neither annotated nor scanned: META-INF/spring names it. */
    static final class Configuration {
        @Bean
        ManagementGuard managementGuard() {
            return new ManagementGuard();
        }

        @Bean
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tomcatAnswers() {
            return factory -> factory.addEngineValves(new TomcatAnswers.ToAsterisk());
        }
    }
}
