package io.korests.token;

import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    private static final int ID_BYTES = 16;

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Ids of tokens, requests and anonymous users: 128 random bits as 22 characters of base64url. */
    @Bean
    Supplier<String> randomIds() {
        SecureRandom random = new SecureRandom();
        Base64.Encoder base64Url = Base64.getUrlEncoder().withoutPadding();
        return () -> {
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            return base64Url.encodeToString(bytes);
        };
    }

    @Bean
    StsRequestReader stsRequestReader(StsProperties properties) {
        return new StsRequestReader(properties.limits());
    }

    @Bean
    TokenIssuer tokenIssuer(
            ClientRegistry clients, InstantSource clock, Supplier<String> randomIds, StsProperties properties) {
        AnonymousTokenVerifier anonymousTokens = new AnonymousTokenVerifier(clock, properties.mergeWindow());
        return new TokenIssuer(
                clients,
                new SubjectRules(randomIds, properties.caller().ignoreCase(), anonymousTokens),
                new RateLimit(properties.rateLimit()),
                new ClaimsBuilder(clock),
                randomIds);
    }

    @Bean
    Attempts attempts(Supplier<String> randomIds, ObjectProvider<Attempts.Listener> listeners) {
        return new Attempts(randomIds, listeners.orderedStream().toList());
    }
}
