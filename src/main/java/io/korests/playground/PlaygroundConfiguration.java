package io.korests.playground;

import io.korests.caller.CallerProperties;
import io.korests.client.ClientApps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlaygroundProperties.class)
public class PlaygroundConfiguration {

    private static final Logger log = LoggerFactory.getLogger(PlaygroundConfiguration.class);

    @Bean
    @ConditionalOnBooleanProperty("sts.playground.enabled")
    ServletRegistrationBean<PlaygroundServlet> playgroundServlet(ClientApps clients, CallerProperties caller) {
        log.warn(
                "sts.playground.enabled is true: /playground/ shows whoever can reach this service which clients it has;"
                        + " it is for developers, leave it off in production");
        JsonMapper json = JsonMapper.shared();
        PlaygroundServlet servlet =
                new PlaygroundServlet(() -> json.writeValueAsBytes(PublicFacts.about(caller.mode(), clients)));
        return new ServletRegistrationBean<>(servlet, "/playground/*");
    }
}
