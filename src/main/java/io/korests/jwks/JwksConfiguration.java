package io.korests.jwks;

import io.korests.client.ClientApps;
import io.korests.client.RegistryProperties;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JwksProperties.class, RegistryProperties.class})
public class JwksConfiguration {

    @Bean
    PublishedKeys publishedKeys(ClientApps clients, RegistryProperties properties, InstantSource clock) {
        PublishedKeys keys = new PublishedKeys(clients.current(), properties.retainPrevious(), clock);
        clients.onReplace(keys::replace);
        return keys;
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "sts.jwks.enabled", matchIfMissing = true)
    ServletRegistrationBean<JwksServlet> jwksServlet(PublishedKeys keys) {
        return new ServletRegistrationBean<>(new JwksServlet(keys), JwksServlet.JWKS_PATH, JwksServlet.PEM_PATH);
    }
}
