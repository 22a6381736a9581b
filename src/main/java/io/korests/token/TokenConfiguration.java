package io.korests.token;

import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    RandomIds randomIds() {
        return new RandomIds(new SecureRandom());
    }

    @Bean
    StsRequestReader stsRequestReader(StsProperties properties) {
        return new StsRequestReader(properties.limits());
    }

    @Bean
    Admission admission(StsProperties properties) {
        return new Admission(properties.limits().queue());
    }

    @Bean
    TokenIssuer tokenIssuer(
            ClientRegistry clients, InstantSource clock, RandomIds randomIds, StsProperties properties) {
        AnonymousTokenVerifier anonymousTokens = new AnonymousTokenVerifier(clock, properties.mergeWindow());
        return new TokenIssuer(
                clients,
                new SubjectRules(randomIds, anonymousTokens),
                RateLimit.of(properties.rateLimit()),
                new ClaimsBuilder(clock),
                randomIds);
    }

    @Bean
    Attempts attempts(InstantSource clock, RandomIds randomIds, ObjectProvider<TokenAttempt.Listener> listeners) {
        return new Attempts(clock, randomIds, listeners.orderedStream().toList());
    }
}
