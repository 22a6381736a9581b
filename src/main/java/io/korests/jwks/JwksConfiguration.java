package io.korests.jwks;

import io.korests.StsProperties;
import io.korests.client.ClientRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JwksConfiguration {
    @Bean
    PublishedKeys publishedKeys(ClientRegistry clients, StsProperties properties, InstantSource clock) {
        PublishedKeys keys = new PublishedKeys(clients.current(), properties.retainPrevious(), clock);
        clients.onReplace(keys::replace);
        return keys;
    }
}
