package io.korests.config;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
public class SettingsConfiguration {

    @Bean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)
    MessageSource messageSource() {
        return new NoMessages();
    }

    /** Before any bean: a client under {@code sts.cleints} is better called misspelt than missing. */
    @Bean
    static BeanFactoryPostProcessor knownSettings(Environment environment) {
        return beans -> FirstLevelSettings.requireKnown(environment);
    }
}
