package io.korests.token;

import io.korests.caller.CallerCheck;
import io.korests.client.ClientApps;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TokenProperties.class, RateLimitProperties.class, LimitProperties.class})
public class TokenConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    RandomIds randomIds() {
        return new RandomIds(new SecureRandom());
    }

    @Bean
    TokenIssuer tokenIssuer(
            ClientApps clients,
            InstantSource clock,
            RandomIds randomIds,
            TokenProperties properties,
            RateLimitProperties rateLimit) {
        SubjectRules subjects = new SubjectRules(randomIds, new AnonymousProof(clock, properties.mergeWindow()));
        return new TokenIssuer(clients, subjects, RateLimit.of(rateLimit), new ClaimsBuilder(clock, randomIds));
    }

    @Bean
    Attempts attempts(InstantSource clock, RandomIds randomIds, ObjectProvider<TokenAttemptListener> listeners) {
        return new Attempts(clock, randomIds, listeners.orderedStream().toList());
    }

    @Bean
    ServletRegistrationBean<StsServlet> stsServlet(
            CallerCheck callerCheck, TokenIssuer issuer, Attempts attempts, LimitProperties limits) {
        StsServlet servlet = new StsServlet(callerCheck, new StsRequestReader(limits), issuer, attempts);
        // Each with and without the slash: a redirect breaks the preflight and drops the body.
        ServletRegistrationBean<StsServlet> registration = new ServletRegistrationBean<>(
                servlet, "/api/users/sts", "/api/users/sts/", "/users/sts", "/users/sts/");
        registration.setName(Attempts.SERVLET);
        registration.setLoadOnStartup(1);
        return registration;
    }
}
