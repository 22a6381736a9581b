package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.config.ContextRefreshedWithApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

class ConfigurationSourcesTests {

    /** The binder that Boot registers looks at what was read, and at nothing that came later. */
    @Test
    void keepNoBinderOfWhatWasRead() {
        SpringApplication application = new SpringApplication(ConfigurationSourcesTests.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run()) {
            ConfigurableBootstrapContext bootstrap = context.getBean(ConfigurableBootstrapContext.class);
            ConfigurationSources sources = new ConfigurationSources(context, bootstrap);
            sources.onApplicationEvent(new ContextRefreshedWithApplicationEvent(application, new String[0], context));
            sources.refreshEnvironment();
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("later", Map.of("read", "later")));
            assertThat(bootstrap.get(Binder.class).bind("read", String.class).get())
                    .isEqualTo("later");
        }
    }
}
